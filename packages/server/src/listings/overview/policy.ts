import { isMember, type Actor } from '../../access/organisations/index.ts'
import { mayReadListings } from '../queue/index.ts'

/** Readers of an organisation's listings; without an organisation there is nothing to count. */
export function maySeeOverview(actor: Actor): boolean {
  return mayReadListings(actor) && (actor.kind === 'key' || isMember(actor))
}
