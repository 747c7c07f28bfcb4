import type { OrganisationKind } from '@touchstone/contract'
import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/**
 * Items of all brands are held: who works for some alone would learn of others. Why something is held is for who
 * answers for the organisation, and for who looks whether it was right.
 */
export function mayReadHolds(actor: Actor): actor is Person {
  return (
    isMember(actor) &&
    seesWholeOrganisation(actor) &&
    actor.roles.some((role) => role === 'admin' || role === 'auditor')
  )
}

/** For counsel, and for what an authority orders, an admin answers; a machine does for nothing. */
export function maySetHolds(actor: Actor): actor is Person {
  return isMember(actor) && seesWholeOrganisation(actor) && actor.roles.includes('admin')
}

/** What others have only an authority holds, and only by naming it. */
export function maySetHoldsAtOthers(kind: OrganisationKind | undefined): boolean {
  return kind === 'authority'
}

/** Who asked for a longer time does not confirm it. */
export function maySettleExtension(actor: Actor, askedBy: string): actor is Person {
  return maySetHolds(actor) && actor.id !== askedBy
}
