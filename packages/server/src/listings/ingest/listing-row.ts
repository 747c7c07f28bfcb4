import type { Listing } from '@touchstone/contract'
import type { ItemFact } from '@touchstone/recognition'
import { withFacts } from './listing-facts.ts'
import { fingerprints } from './types.ts'

/** A listing on its way into the store. */
export type IngestRow = {
  listing: Listing
  name: string
  marketplace: string
  externalId: string
  contentHash: Buffer
  sellerHash: Buffer | null
  /** What makers know of units whose codes it has; undefined if it has none of a maker known here. */
  items: readonly ItemFact[] | undefined
  /** Hash of the assessed content and facts, in hexadecimal. */
  judged: string
}

export function toIngestRow(listing: Listing, items?: readonly ItemFact[]): IngestRow {
  const { content, judged } = fingerprints(listing)
  const { marketplace = '', id } = listing
  return {
    listing,
    name: listingNameOf(marketplace, id),
    marketplace,
    externalId: id,
    contentHash: content,
    sellerHash: null,
    items,
    judged: withFacts(judged.toString('hex'), { items }),
  }
}

/** Marketplace and id of a listing as one name. */
export function listingNameOf(marketplace: string, externalId: string): string {
  return JSON.stringify([marketplace, externalId])
}
