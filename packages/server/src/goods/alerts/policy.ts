import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

/** Admins and analysts speak for the maker; an alert is about the whole organisation's goods. */
export function mayPublishAlerts(actor: Actor): boolean {
  return (
    isMember(actor) &&
    actor.roles.some((role) => role === 'admin' || role === 'analyst') &&
    seesWholeOrganisation(actor)
  )
}
