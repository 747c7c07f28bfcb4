import { findThresholdView } from '../../brands/thresholds/index.ts'
import { releaseListing } from '../../brands/visibility/index.ts'
import { pageOfListings } from './listing-pages.ts'
import { under, viewerOf, type ServiceInput } from './read-listings.ts'
import type { ListingView } from './types.ts'

/** The newest visible listings of a seller account. The caller records the reading in the audit log. */
export async function readAccountListings(
  options: ServiceInput<{ sellerAccount: string; limit: number }>,
): Promise<{ listings: ListingView[]; more: boolean }> {
  const { handle, actor, names, engine, input } = options
  const viewer = await viewerOf(handle, actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const { items, next } = await pageOfListings(handle, {
    viewer,
    view,
    filters: { sellerAccount: input.sellerAccount },
    order: 'newest',
    limit: input.limit,
    engine,
  })
  const listings = items.flatMap(
    (stored) => releaseListing(viewer, under(view, stored), names) ?? [],
  )
  return { listings, more: next !== undefined }
}
