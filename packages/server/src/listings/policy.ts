import { hasScope, type Actor } from '../identity/index.ts'

/** Offers are sent in by machines alone, each into its own organisation. */
export function maySendListings(actor: Actor): actor is Actor & { kind: 'key' } {
  return hasScope(actor, 'listings:write')
}

/** Persons see their organisation's offers, whatever their role; keys need the scope. */
export function mayReadListings(actor: Actor): actor is Exclude<Actor, { kind: 'operator' }> {
  return actor.kind === 'person' || hasScope(actor, 'listings:read')
}
