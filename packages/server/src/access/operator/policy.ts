import { actsForInstallation, type Actor } from '../organisations/index.ts'

/**
 * Who may see the parts of the installation: organisations, engines, queues, the store. This includes no listing,
 * catalog or user name.
 */
export function mayAdministerInstallation(actor: Actor): boolean {
  return actor.kind === 'operator' || actsForInstallation(actor)
}

/**
 * Only the first admin: someone who could invite users to a running organisation could invite themselves and see its
 * listings.
 */
export function mayInviteFirstMember(actor: Actor, { members }: { members: number }): boolean {
  return mayAdministerInstallation(actor) && (actor.kind === 'operator' || members === 0)
}
