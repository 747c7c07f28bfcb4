import { hasScope, type Actor } from '../../access/organisations/index.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** A page is handed in by whoever comes upon it: machines, and persons who decide. */
export function mayIngestPages(actor: Actor): actor is Member {
  if (actor.kind === 'person') return actor.roles.some((role) => role !== 'auditor')
  return mayIngestListings(actor)
}

/**
 * Each into its own organisation: machines whose key says so, and those persons who import files. A
 * reviewer judges what others brought in.
 */
export function mayIngestListings(actor: Actor): actor is Member {
  if (actor.kind === 'person') {
    return actor.roles.some((role) => role === 'admin' || role === 'analyst')
  }
  return hasScope(actor, 'listings:write')
}
