import { createHash } from 'node:crypto'
import type { Assessment, Listing } from '@touchstone/contract'
import { canonicalJson } from '../platform/canonical-json/index.ts'

/** Offers in one request at the most. */
export const mostInBatch = 10_000

export type StoredListing = {
  id: string
  version: number
  firstSeenAt: Date
  lastSeenAt: Date
  /** Names of the fields in which this version differs from the one before. */
  changed: string[]
  listing: Listing
  assessment: Assessment | null
}

/** When an offer was looked at does not change what is offered. */
const notContent: ReadonlySet<string> = new Set(['observedAt'])
/** What an offer is called changes nothing of how it is judged; of when it was seen, the day counts. */
const notJudged: ReadonlySet<string> = new Set(['observedAt', 'id', 'url'])

/** Tells whether an offer changed since it was sent before. */
export function contentHash(listing: Listing): Buffer {
  return hashWithout(listing, notContent)
}

/** Tells whether two offers are judged alike. */
export function judgedHash(listing: Listing): Buffer {
  return hashWithout({ ...listing, day: listing.observedAt?.slice(0, 10) }, notJudged)
}

/** Names of the top-level fields that differ between two versions. */
export function changedFields(before: Listing, after: Listing): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => !notContent.has(name))
    .filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name]))
    .sort()
}

function hashWithout(listing: Record<string, unknown>, left: ReadonlySet<string>): Buffer {
  const kept = Object.fromEntries(Object.entries(listing).filter(([name]) => !left.has(name)))
  return createHash('sha256').update(canonicalJson(kept)).digest()
}
