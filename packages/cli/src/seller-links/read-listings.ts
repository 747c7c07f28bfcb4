import { createHmac } from 'node:crypto'
import { readListing, type ReadListing, type SellerListings } from '@touchstone/linkage'
import type { ProgramIo } from '../program-io.ts'
import type { Stop } from '../stop-signal.ts'
import { listingsOf, openInput, type Reject } from '../stream/index.ts'

type ReadOptions = {
  market: SellerListings
  /** Card numbers are known by digests under it alone. */
  cardKey: Buffer
  stop: Stop
}

export type ReadListings = {
  read: number
  /** Those that say anything new. */
  added: ReadListing[]
  rejects: Reject[]
}

/** Adds the listings of a file to those of a market. */
export async function readListings(
  io: ProgramIo,
  path: string,
  { market, cardKey, stop }: ReadOptions,
): Promise<ReadListings> {
  const seal = (value: string): string =>
    createHmac('sha256', cardKey).update(value).digest('base64url')
  const input = await openInput(io, path, stop.signal)
  const done: ReadListings = { read: 0, added: [], rejects: [] }
  try {
    for await (const row of listingsOf(input)) {
      if ('reject' in row) {
        done.rejects.push(row.reject)
        continue
      }
      done.read++
      const listing = readListing(row.listing, { seal })
      if (listing !== undefined && market.add(listing)) done.added.push(listing)
    }
  } finally {
    await input.close()
  }
  return done
}
