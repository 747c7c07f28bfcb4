import type { Listing } from '@touchstone/contract'
import { upsertListingImages } from '../../images/pipeline/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

/** A picture of a listing that can be fetched. */
export type NamedImage = { place: number; url: string; host: string }

/** Characters of an address at the most. */
const longestUrl = 2000

/** The pictures of a listing that name a whole address on the web. */
export function imagesOf(listing: Listing): NamedImage[] {
  return (listing.images ?? []).flatMap(({ url }, place) => {
    if (url === undefined || url.length > longestUrl || url.includes('\0')) return []
    const parsed = URL.parse(url)
    if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return []
    return url.isWellFormed() ? [{ place, url, host: parsed.host }] : []
  })
}

/** Notes which pictures listings show now; those that stay where they were keep what is known of them. */
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
