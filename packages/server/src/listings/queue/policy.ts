import { hasScope, type Actor } from '../../access/organisations/index.ts'

/** Persons see their organisation's listings, whatever their role; keys need the scope. */
export function mayReadListings(actor: Actor): actor is Exclude<Actor, { kind: 'operator' }> {
  return actor.kind === 'person' || hasScope(actor, 'listings:read')
}
