import { isMember, type Actor } from '../../access/organisations/index.ts'
import { mayReadListings } from '../queue/index.ts'

/** Whoever reads an organisation's listings; who acts for none has nothing to count. */
export function maySeeOverview(actor: Actor): boolean {
  return mayReadListings(actor) && (actor.kind === 'key' || isMember(actor))
}
