import type { Listing, Seller } from '@touchstone/contract'

/** A seller as a listing names it, on its way into the store. */
export type SightedSeller = {
  /** The organisation's salted hash of marketplace and seller. */
  sellerHash: Buffer
  marketplace: string
  seller: Seller
}

/** The seller's details as storable text. */
export type SellerProfile = {
  sellerId: string
  name: string | null
  country: string | null
  kind: 'private' | 'trader' | 'unknown' | null
  joinedAt: string | null
}

const maxText = 1000

/**
 * Whether a listing's seller is an account. An account is an id on a marketplace: a seller without
 * an id may be anyone of that name, and sellers of one name are often different people.
 */
export function hasAccount(
  listing: Listing,
): listing is Listing & { seller: NonNullable<Listing['seller']> } {
  return listing.seller !== undefined && listing.seller.id.trim() !== ''
}

export function profileOf({ id, name, country, type, joinedAt }: Seller): SellerProfile {
  return {
    sellerId: storableText(id) ?? '\u{fffd}',
    name: name === undefined ? null : storableText(name),
    country: country ?? null,
    kind: type ?? null,
    // The store's calendar has no year 0.
    joinedAt: joinedAt === undefined || joinedAt.startsWith('0000') ? null : joinedAt,
  }
}

/** Text columns hold neither null characters nor half surrogate pairs, and a name needs an end. */
function storableText(text: string): string | null {
  const storable = [...text.toWellFormed().replaceAll('\0', '\u{fffd}').trim()]
  return storable.length === 0 ? null : storable.slice(0, maxText).join('')
}

/** Fields of a listing's newest version that lists filter by, in addition to the indexed columns. */
type FilteredFields = {
  priceAmount: string | null
  priceCurrency: string | null
  country: string | null
  /** As an array literal of PostgreSQL: arrays of arrays have to be of equal length. */
  unreadFields: string
}

/** Longer amounts are not prices. */
const maxDigits = 40

export function filteredFields({ price, seller, shipsFrom, unread = [] }: Listing): FilteredFields {
  const stated = price !== undefined && price.amount.length <= maxDigits ? price : undefined
  return {
    priceAmount: stated?.amount ?? null,
    priceCurrency: stated?.currency ?? null,
    country: seller?.country ?? shipsFrom ?? null,
    unreadFields: `{${unread.map(({ field }) => field).join(',')}}`,
  }
}
