import { hasScope, type Actor } from '../../access/organisations/index.ts'

/** Webhooks reveal what happens, so only admins manage them, and keys with that scope. */
export function mayManageWebhooks(actor: Actor, organisationId: string): boolean {
  if (actor.kind === 'operator') return true
  if (actor.organisationId !== organisationId) return false
  return actor.kind === 'person' ? actor.roles.includes('admin') : hasScope(actor, 'webhooks:write')
}
