import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

type Person = Actor & { kind: 'person' }

/** Cases belong to an organisation and are read by its members. */
export function mayReadCases(actor: Actor): actor is Person {
  return isMember(actor)
}

/** Auditors only read, and programs cannot be responsible. */
export function mayWorkOnCases(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.some((role) => role !== 'auditor')
}

/** Limited members see only cases about one of their brands. */
export function isVisibleTo(actor: Actor, brands: readonly string[]): boolean {
  const only = brandsOf(actor)
  return only === undefined || brands.some((brand) => only.includes(brand))
}

/** Members who see a whole case: those without a limit, or with all of its brands. */
export function isWholeInSight(actor: Actor, brands: readonly string[]): boolean {
  const only = brandsOf(actor)
  return only === undefined || (brands.length > 0 && brands.every((brand) => only.includes(brand)))
}

/** Anyone working on cases may take an unassigned one; assigning others is for an admin or the current assignee. */
export function mayAssign(actor: Actor, to: string, assignee: string | undefined): boolean {
  if (!mayWorkOnCases(actor)) return false
  return to === actor.id || assignee === actor.id || actor.roles.includes('admin')
}

/** Templates and queues affect everyone who works on cases. */
export function mayArrangeCases(actor: Actor): actor is Person {
  return isMember(actor) && actor.roles.includes('admin')
}

/** Removal is requested by one person and approved by another. */
export function mayRemoveFile(actor: Actor, requestedBy: string): boolean {
  return mayWorkOnCases(actor) && actor.id !== requestedBy
}
