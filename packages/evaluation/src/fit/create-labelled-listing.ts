import type { Family, Label, Listing, WeightsValidation } from '@touchstone/contract'
import { fittedFamilies } from './fit.ts'
import type { LabelledListing } from './labelled-listings.ts'

/** Each family's measurement of one listing, in log-odds; recognition's `measuredOf` reads it. */
export type MeasuredFamilies = {
  plain: Readonly<Record<Family, number>>
  wishes: Readonly<Record<Family, number>>
}

/** A labelled listing as input of the fit, grouped by `by`. */
export function createLabelledListing(
  { label, source, seller, marketplace }: Label,
  listing: Listing,
  { plain, wishes }: MeasuredFamilies,
  by: WeightsValidation['by'],
): LabelledListing {
  const place = marketplace ?? listing.marketplace
  const sellerId = seller ?? listing.seller?.id
  return {
    plain: fittedFamilies.map((family) => plain[family]),
    wishes: fittedFamilies.map((family) => wishes[family]),
    label,
    source: by === 'source' ? source : place,
    // The same id is another seller on another marketplace.
    seller: sellerId === undefined ? undefined : JSON.stringify([place, sellerId]),
  }
}
