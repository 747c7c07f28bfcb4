import { brandsOf, type Actor, type PersonRole } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

function hasRole(actor: Actor, roles: readonly PersonRole[]): actor is Person {
  return actor.kind === 'person' && actor.roles.some((role) => roles.includes(role))
}

/** Auditors only observe; all other members of the organisation may be readers. */
export function mayAnnotate(actor: Actor): actor is Person {
  return hasRole(actor, ['admin', 'analyst', 'reviewer'])
}

export function maySeeQuality(actor: Actor): boolean {
  return hasRole(actor, ['admin', 'analyst', 'auditor'])
}

/**
 * Seeds and frames, which concern all listings. A member limited to brands sees only those of his brands. The
 * operator's command line draws due audit samples.
 */
export function maySeeSamples(actor: Actor): boolean {
  return actor.kind === 'operator' || (maySeeQuality(actor) && brandsOf(actor) === undefined)
}

/** How many listings are drawn, and whether any are. */
export function mayConfigureSampling(actor: Actor): boolean {
  return hasRole(actor, ['admin']) && brandsOf(actor) === undefined
}

export function mayDrawSamples(actor: Actor): boolean {
  return actor.kind === 'operator' || mayConfigureSampling(actor)
}

/** Labels and the weights fitted to them speak of all listings and their sellers. */
export function mayFitWeights(actor: Actor): actor is Person {
  return hasRole(actor, ['admin', 'analyst']) && brandsOf(actor) === undefined
}
