import { checkListing, TouchstoneError, type Listing } from '#contract'

/** Types hold callers in TypeScript alone: a title that is a number would be judged harmless. */
export function requireListing(offered: unknown): asserts offered is Listing {
  const parsed = checkListing(offered)
  if (parsed.ok) return
  const faults = parsed.faults.map(
    ({ pointer, problem, found, remedy }) =>
      `${pointer === '' ? 'the listing' : pointer} ${problem}; found ${found}; ${remedy}`,
  )
  throw new TouchstoneError({
    code: 'bad-listing',
    message: faults.join('\n'),
    pointer: parsed.faults[0]?.pointer,
  })
}

/**
 * The fields that the engine reads, all present and always in the same order: rows omit missing fields, and every set
 * of fields has a different hidden class in V8, whose fields it must look up each time.
 */
export function inOneShape(listing: Listing): Listing {
  const { seller, price } = listing
  return {
    id: listing.id,
    marketplace: listing.marketplace,
    title: listing.title,
    language: listing.language,
    brand: listing.brand,
    category: listing.category,
    description: listing.description,
    attributes: listing.attributes,
    variants: listing.variants,
    reviews: listing.reviews,
    condition: listing.condition,
    price: price && { amount: price.amount, currency: price.currency },
    unread: listing.unread,
    quantity: listing.quantity,
    unitsSold: listing.unitsSold,
    seller: seller && { id: seller.id, name: seller.name, joinedAt: seller.joinedAt },
    observedAt: listing.observedAt,
    externalSignals: listing.externalSignals,
    images: listing.images,
    gtin: listing['gtin'],
  }
}
