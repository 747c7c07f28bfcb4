import { hasScope, type Actor } from '../../access/organisations/index.ts'

/** Members see their organisation's listings in any role; keys need the scope. */
export function mayReadListings(actor: Actor): actor is Exclude<Actor, { kind: 'operator' }> {
  return actor.kind === 'person' || hasScope(actor, 'listings:read')
}
