import type { Listing } from '@touchstone/contract'
import { fingerprints } from './types.ts'

/** A listing on its way into the store. */
export type IngestRow = {
  listing: Listing
  name: string
  marketplace: string
  externalId: string
  contentHash: Buffer
  sellerHash: Buffer | null
  /** Hash of the assessed content, in hexadecimal. */
  judged: string
}

export function toIngestRow(listing: Listing): IngestRow {
  const { content, judged } = fingerprints(listing)
  const { marketplace = '', id } = listing
  return {
    listing,
    name: listingNameOf(marketplace, id),
    marketplace,
    externalId: id,
    contentHash: content,
    sellerHash: null,
    judged: judged.toString('hex'),
  }
}

/** Marketplace and id of a listing as one name. */
export function listingNameOf(marketplace: string, externalId: string): string {
  return JSON.stringify([marketplace, externalId])
}
