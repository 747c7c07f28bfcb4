import { releaseListing, type BrandNames } from '../../brands/visibility/index.ts'
import { findThresholdView } from '../../brands/thresholds/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findListing } from './listing-pages.ts'
import { under, viewerOf } from './read-listings.ts'
import type { ListingView } from './types.ts'

/** Those of some listings that the actor may see, as visible to them, by id. */
export async function readVisibleListings(options: {
  handle: Transaction
  actor: Actor
  names: BrandNames
  engine: string
  ids: readonly string[]
}): Promise<Map<string, ListingView>> {
  const { handle, actor, names, engine, ids } = options
  const viewer = await viewerOf(handle, actor)
  const { organisationId } = viewer
  const view = await findThresholdView(handle, organisationId)
  const found = new Map<string, ListingView>()
  for (const id of new Set(ids)) {
    const stored = await findListing(handle, { id, engine, organisationId })
    const shown = stored && releaseListing(viewer, under(view, stored), names)
    if (shown !== undefined) found.set(id, shown)
  }
  return found
}
