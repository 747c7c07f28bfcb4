import { isMember, type Actor } from '../../access/organisations/index.ts'
import { mayReadListings } from '../../listings/queue/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Masked, with places: what a reader of the listings can find there too. */
export const mayReadIdentifiers = mayReadListings

/** A person states the purpose, and answers for it. */
export function mayRevealIdentifiers(actor: Actor): actor is Person {
  return isMember(actor)
}
