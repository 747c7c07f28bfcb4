import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Everyone who works with verdicts may know the thresholds. */
export function mayReadThresholds(actor: Actor): actor is Person {
  return isMember(actor)
}

/**
 * Thresholds affect sellers, so an admin is responsible for them, never a program. Limited admins set those of their
 * brands only.
 */
export function maySetThresholds(actor: Actor, brand: string | null): actor is Person {
  return mayReadThresholds(actor) && actor.roles.includes('admin') && worksFor(actor, brand)
}

/** Whether a user may preview thresholds of this brand. */
export function mayPreviewThresholds(actor: Actor, brand: string | null): actor is Person {
  return mayReadThresholds(actor) && worksFor(actor, brand)
}

function worksFor(actor: Actor, brand: string | null): boolean {
  const only = brandsOf(actor)
  return only === undefined || (brand !== null && only.includes(brand))
}
