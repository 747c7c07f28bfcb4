import { hasScope, type Actor } from '../../access/organisations/index.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** Pages can be submitted by keys, and by people who decide. */
export function mayIngestPages(actor: Actor): actor is Member {
  if (actor.kind === 'person') return actor.roles.some((role) => role !== 'auditor')
  return mayIngestListings(actor)
}

/**
 * Each into its own organisation: keys with the scope, and people who import files. Reviewers only review others'
 * imports.
 */
export function mayIngestListings(actor: Actor): actor is Member {
  if (actor.kind === 'person') {
    return actor.roles.some((role) => role === 'admin' || role === 'analyst')
  }
  return hasScope(actor, 'listings:write')
}
