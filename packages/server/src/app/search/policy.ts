import { isMember, type Actor } from '../../access/organisations/index.ts'

/** Members search what they may read; row-level security and their brands limit it. */
export function maySearch(actor: Actor): actor is Extract<Actor, { kind: 'person' }> {
  return isMember(actor) && actor.lacks == null
}
