import { pictureEndpoints, type PictureReading } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Handle } from '../platform/db/index.ts'
import type { PictureArchive } from './archive.ts'

type Held = { place: number; sha256: string; address: string; reading: PictureReading | null }

/** The pictures that are kept of offers, with where they are handed out and what was read in them, by offer. */
export function heldPictures(archive: PictureArchive) {
  return async (
    handle: Handle,
    listings: readonly string[],
  ): Promise<ReadonlyMap<string, Held[]>> => {
    const { rows } = await sql<{ listingId: string; place: number; sha256: string }>`
      select listing_id as "listingId", place, encode(digest, 'hex') as sha256
      from listing_pictures
      where listing_id = any (${[...listings]}::uuid[]) and digest is not null
      order by listing_id, place`.execute(handle)
    const held = new Map<string, Held[]>()
    for (const { listingId, place, sha256 } of rows) {
      const { reading = null } = (await archive.factsOf(sha256)) ?? {}
      const address = pictureEndpoints.kept.path
        .replace(':id', listingId)
        .replace(':place', String(place))
      held.set(listingId, [...(held.get(listingId) ?? []), { place, sha256, address, reading }])
    }
    return held
  }
}
