import { hasScope, type Actor } from '../../access/organisations/index.ts'

/** Whoever sets a web hook learns what happens: its organisation's admins, and keys made for it. */
export function mayManageWebhooks(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  if (actor.organisationId !== organisationId) return false
  return actor.kind === 'person' ? actor.roles.includes('admin') : hasScope(actor, 'webhooks:write')
}
