import { listingImageEndpoints, type PictureReading } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { ImageArchive } from './image-archive.ts'
import { detectImage } from './image-type.ts'

type StoredImage = {
  place: number
  sha256: string
  address: string
  reading: PictureReading | null
}

/** Stored pictures of listings, with their addresses and the text read in them, by listing. */
export function storedImages(archive: ImageArchive) {
  return async (
    handle: Transaction,
    listings: readonly string[],
  ): Promise<ReadonlyMap<string, StoredImage[]>> => {
    const { rows } = await sql<{ listingId: string; place: number; sha256: string }>`
      select listing_id as "listingId", place, encode(digest, 'hex') as sha256
      from listing_pictures
      where listing_id = any (${[...listings]}::uuid[]) and digest is not null
      order by listing_id, place`.execute(handle)
    const byListing = new Map<string, StoredImage[]>()
    for (const { listingId, place, sha256 } of rows) {
      const { reading = null } = (await archive.factsOf(sha256)) ?? {}
      const address = listingImageEndpoints.storedCopy.path
        .replace(':id', listingId)
        .replace(':place', String(place))
      byListing.set(listingId, [
        ...(byListing.get(listingId) ?? []),
        { place, sha256, address, reading },
      ])
    }
    return byListing
  }
}

/** A stored picture as fetched, for the data subject. */
export type StoredImageFile = { sha256: string; mediaType: string; bytes: string }

/** Most bytes of files in one response. */
const mostBytes = 16 * 1024 * 1024

/** Files of stored pictures, each once and up to a limit, with the reason for each one left out. */
export function storedImageFiles(archive: ImageArchive) {
  return async (
    digests: readonly string[],
  ): Promise<{ files: StoredImageFile[]; omitted: ReadonlyMap<string, 'limit' | 'gone'> }> => {
    const files: StoredImageFile[] = []
    const omitted = new Map<string, 'limit' | 'gone'>()
    let left = mostBytes
    for (const sha256 of new Set(digests)) {
      const bytes = left > 0 ? await archive.read(sha256) : undefined
      if (bytes === undefined) omitted.set(sha256, left > 0 ? 'gone' : 'limit')
      else if (bytes.length > left) omitted.set(sha256, 'limit')
      else {
        left -= bytes.length
        const mediaType = detectImage(bytes)?.type ?? 'application/octet-stream'
        files.push({ sha256, mediaType, bytes: bytes.toString('base64') })
      }
    }
    return { files, omitted }
  }
}
