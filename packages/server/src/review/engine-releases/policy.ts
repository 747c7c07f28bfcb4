import type { Actor } from '../../access/organisations/index.ts'

/**
 * The engine is one for all organisations: no single one changes it for the others, whatever the
 * role of its people.
 */
export function mayManageReleases(actor: Actor): boolean {
  if (actor.kind === 'operator') return true
  return actor.kind === 'person' && actor.installationAdmin === true && actor.lacks == null
}

/** Anyone whose listings the lexicon assesses may read its live content. */
export function mayReadLexicon(actor: Actor): boolean {
  return actor.kind !== 'key' && (actor.kind !== 'person' || actor.lacks == null)
}
