import type { Listing } from '@touchstone/contract'
import { upsertListingImages } from '../../images/pipeline/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

/** A listing's picture that can be fetched. */
export type NamedImage = { place: number; url: string; host: string }

/** Most characters of an address. */
const longestUrl = 2000

/** The pictures of a listing with an absolute web address. */
export function imagesOf(listing: Listing): NamedImage[] {
  return (listing.images ?? []).flatMap(({ url }, place) => {
    if (url === undefined || url.length > longestUrl || url.includes('\0')) return []
    const parsed = URL.parse(url)
    if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return []
    return url.isWellFormed() ? [{ place, url, host: parsed.host }] : []
  })
}

/** Records which pictures listings show now; those in the same position keep their facts. */
export async function replaceListingImages(
  handle: Transaction,
  organisationId: string,
  listings: readonly { id: string; isNew: boolean; listing: Listing }[],
): Promise<void> {
  const shown = listings.flatMap(({ id, listing }) =>
    imagesOf(listing).map((picture) => ({ id, ...picture })),
  )
  const known = listings.filter(({ isNew }) => !isNew).map(({ id }) => id)
  await upsertListingImages(handle, organisationId, { shown, known })
}
