import {
  ExternalSignal,
  Listing,
  ListingImage,
  ListingSource,
  Money,
  Review,
  Variant,
} from '@touchstone/contract'
import { maskContacts, maskOfSeller, type Mask } from './masks.ts'

/** Known fields inside a field; other members, added by a marketplace, may contain anybody's name. */
const members: Readonly<Record<string, ReadonlySet<string>>> = {
  price: keysOf(Money),
  shippingPrice: keysOf(Money),
  variants: keysOf(Variant),
  reviews: keysOf(Review),
  images: keysOf(ListingImage),
  sources: keysOf(ListingSource),
  externalSignals: keysOf(ExternalSignal),
}
const known = keysOf(Listing)

/** Fields that contain words; numbers, codes and dates name nobody. */
const worded: ReadonlySet<string> = new Set([
  'url',
  'title',
  'description',
  'category',
  'brand',
  'attributes',
  'variants',
  'reviews',
  'images',
  'sources',
])

/**
 * Removes the seller from a listing: the field, its values in other words of the listing, text that could not be
 * read, and fields that the contract doesn't know. Also handles listings stripped before.
 */
export function withoutSeller(listing: Listing): Listing {
  return maskedListing(listing, maskOfSeller(listing.seller), new Set(['seller', 'unread']))
}

/**
 * Removes everything personal from a listing: besides the seller, also buyers' words, the reporter, and e-mail
 * addresses and telephone numbers in its words.
 */
export function withoutPersonalFields(listing: Listing): Listing {
  const ofSeller = maskOfSeller(listing.seller)
  const mask: Mask = (text) => maskContacts(ofSeller(text))
  const { sources, ...rest } = maskedListing(
    listing,
    mask,
    new Set(['seller', 'unread', 'reviews']),
  )
  if (sources === undefined) return rest
  return { ...rest, sources: sources.map(({ kind, at }) => ({ kind, ...(at && { at }) })) }
}

function maskedListing(listing: Listing, mask: Mask, removedFields: ReadonlySet<string>): Listing {
  const entries = Object.entries(listing).flatMap(([name, value]): [string, unknown][] => {
    if (!known.has(name) || removedFields.has(name)) return []
    const trimmed = trim(value, members[name])
    return [[name, worded.has(name) ? maskTexts(trimmed, mask) : trimmed]]
  })
  return Object.fromEntries(entries) as Listing
}

function trim(value: unknown, names: ReadonlySet<string> | undefined): unknown {
  if (names === undefined) return value
  if (Array.isArray(value)) return value.map((item: unknown) => trim(item, names))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => names.has(name))
  return Object.fromEntries(entries.map(([name, inner]) => [name, trim(inner, members[name])]))
}

/** Masks every text within a value, including names of fields, which may be those of attributes. */
export function maskTexts(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((item: unknown) => maskTexts(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [mask(name), maskTexts(inner, mask)]),
  )
}

function keysOf({ shape }: { shape: object }): ReadonlySet<string> {
  return new Set(Object.keys(shape))
}
