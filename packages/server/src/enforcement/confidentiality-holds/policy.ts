import type { OrganisationKind } from '@touchstone/contract'
import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/**
 * Holds cover items of all brands, so members limited to some must not see them. The reasons are for admins and
 * auditors.
 */
export function mayReadHolds(actor: Actor): actor is Person {
  return (
    isMember(actor) &&
    seesWholeOrganisation(actor) &&
    actor.roles.some((role) => role === 'admin' || role === 'auditor')
  )
}

/** An admin is responsible for holds of counsel or an authority; a program for none. */
export function maySetHolds(actor: Actor): actor is Person {
  return isMember(actor) && seesWholeOrganisation(actor) && actor.roles.includes('admin')
}

/** Only an authority holds others' listings, and only by naming them. */
export function maySetHoldsAtOthers(kind: OrganisationKind | undefined): boolean {
  return kind === 'authority'
}

/** The person who requested an extension cannot approve it. */
export function maySettleExtension(actor: Actor, requestedBy: string): actor is Person {
  return maySetHolds(actor) && actor.id !== requestedBy
}
