import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Actor & { kind: 'person' }

/** Cases are an organisation's own, and read by its people. */
export function mayReadCases(actor: Actor): actor is Person {
  return isMember(actor)
}

/** An auditor looks on; a machine answers for nothing. */
export function mayWorkOnCases(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role !== 'auditor')
}

/** Who is limited to brands sees the cases that are about one of them, and no others. */
export function isVisibleTo(actor: Actor, brands: readonly string[]): boolean {
  const only = brandsOf(actor)
  return only === undefined || brands.some((brand) => only.includes(brand))
}

/** Who sees all that a case holds: whoever is limited to no brands, or to all that it names. */
export function isWholeInSight(actor: Actor, brands: readonly string[]): boolean {
  const only = brandsOf(actor)
  return only === undefined || (brands.length > 0 && brands.every((brand) => only.includes(brand)))
}

/** Whoever works on cases may take one; for others an admin or whoever has it now assigns it. */
export function mayAssign(actor: Actor, to: string, assignee: string | undefined): boolean {
  if (!mayWorkOnCases(actor)) return false
  return to === actor.id || assignee === actor.id || actor.roles.includes('admin')
}

/** Templates and queues bind everybody who works on cases. */
export function mayArrangeCases(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin')
}

/** What one asks to take away for good another takes away. */
export function mayRemoveFile(actor: Actor, askedBy: string): boolean {
  return mayWorkOnCases(actor) && actor.id !== askedBy
}
