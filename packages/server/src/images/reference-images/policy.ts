import { brandsOf, isMember, type Actor } from '../../access/organisations/index.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** A bank is its organisation's alone. */
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

/** Whether the actor may change anything at all; of which brands, `mayUseBrandOf` says. */
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

/** Who is limited to some brands sees and changes what is of them, and what is of no brand. */
export function mayUseBrandOf(actor: Actor, { brand }: { brand: string | null }): boolean {
  const only = brandsOf(actor)
  return only === undefined || brand === null || only.includes(brand)
}
