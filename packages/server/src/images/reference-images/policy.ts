import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** A bank is private to its organisation. */
export function mayReadReferences(actor: Actor): actor is Member {
  switch (actor.kind) {
    case 'operator':
      return false
    case 'key':
      return actor.scopes.includes('catalog:read')
    case 'person':
      return isMember(actor)
  }
}

/** Whether the actor may change the bank at all; `mayUseBrandOf` decides on each brand. */
export function mayChangeReferences(actor: Actor): actor is Member {
  switch (actor.kind) {
    case 'operator':
      return false
    case 'key':
      return actor.scopes.includes('catalog:write')
    case 'person':
      return isMember(actor) && actor.roles.some((role) => role === 'admin' || role === 'analyst')
  }
}

/** Limited members see and change references of their brands, and of no brand. */
export function mayUseBrandOf(actor: Actor, { brand }: { brand: string | null }): boolean {
  const only = brandsOf(actor)
  return only === undefined || brand === null || only.includes(brand)
}
