import {
  hasScope,
  isMember,
  seesWholeOrganisation,
  type Actor,
} from '../../access/organisations/index.ts'
import type { OrganisationKind } from '@touchstone/contract'

type Person = Extract<Actor, { kind: 'person' }>
type Caller = Exclude<Actor, { kind: 'operator' }>

/** A referral speaks for the whole organisation, on either side. */
export function mayReadReferrals(actor: Actor): actor is Caller {
  return seesWholeOrganisation(actor) && (isMember(actor) || hasScope(actor, 'listings:read'))
}

export function mayPrepareReferrals(actor: Actor): actor is Person {
  return (
    isMember(actor) &&
    seesWholeOrganisation(actor) &&
    actor.roles.some((role) => role === 'admin' || role === 'analyst')
  )
}

/** An admin releases it, and never what they submitted themselves. */
export function mayReleaseReferral(actor: Actor, submittedBy: string): actor is Person {
  return isAdmin(actor) && actor.id !== submittedBy
}

export function isAdmin(actor: Actor): actor is Person {
  return isMember(actor) && seesWholeOrganisation(actor) && actor.roles.includes('admin')
}

/** Auditors only observe. Keys acknowledge and report as files of an authority do. */
export function mayAnswerReferrals(actor: Actor): actor is Caller {
  if (!seesWholeOrganisation(actor)) return false
  return isMember(actor)
    ? actor.roles.some((role) => role !== 'auditor')
    : hasScope(actor, 'outcomes:write')
}

/** Only an authority opens them, in the name of a person. */
export function mayRequestInformation(
  actor: Actor,
  kind: OrganisationKind | undefined,
): actor is Person {
  return kind === 'authority' && mayPrepareReferrals(actor)
}
