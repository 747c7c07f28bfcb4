import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Who works with verdicts must know by which thresholds they fall. */
export function mayReadThresholds(actor: Actor): actor is Person {
  return isMember(actor)
}

/**
 * Thresholds decide whose listings are held up: an admin answers for them, never a machine. One who
 * works for some brands sets those alone.
 */
export function maySetThresholds(actor: Actor, brand: string | null): actor is Person {
  return mayReadThresholds(actor) && actor.roles.includes('admin') && worksFor(actor, brand)
}

/** Whether a person may look at what thresholds of this brand would change. */
export function mayPreviewThresholds(actor: Actor, brand: string | null): actor is Person {
  return mayReadThresholds(actor) && worksFor(actor, brand)
}

function worksFor(actor: Actor, brand: string | null): boolean {
  const only = brandsOf(actor)
  return only === undefined || (brand !== null && only.includes(brand))
}
