import { brandsOf, type Actor } from '../../access/organisations/index.ts'

type Person = Actor & { kind: 'person' }

/** Auditors only read, and a program's translation would pass for a person's. */
export function mayTranslate(actor: Actor): actor is Person {
  return actor.kind === 'person' && actor.roles.some((role) => role !== 'auditor')
}

/** Its author or an admin may remove a translation. */
export function mayRemoveTranslation(actor: Actor, addedBy: { kind: string; id: string }): boolean {
  if (!mayTranslate(actor)) return false
  const isAuthor = addedBy.kind === actor.kind && addedBy.id === actor.id
  return isAuthor || actor.roles.includes('admin')
}

/** What leaves the house is for an admin to decide, and for all of its brands. */
export function mayAllowService(actor: Actor): actor is Person {
  return actor.kind === 'person' && actor.roles.includes('admin') && brandsOf(actor) === undefined
}
