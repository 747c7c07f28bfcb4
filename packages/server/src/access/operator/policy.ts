import { actsForInstallation, type Actor } from '../organisations/index.ts'

/**
 * Who sees what the installation is made of: organisations, engines, queues, the store. None of it is
 * a listing's content, a catalog or a person's name.
 */
export function mayAdministerInstallation(actor: Actor): boolean {
  return actor.kind === 'operator' || actsForInstallation(actor)
}

/**
 * The first admin of an organisation alone: who could invite into one that works could invite himself,
 * and see its listings.
 */
export function mayInviteFirstMember(actor: Actor, { members }: { members: number }): boolean {
  return mayAdministerInstallation(actor) && (actor.kind === 'operator' || members === 0)
}
