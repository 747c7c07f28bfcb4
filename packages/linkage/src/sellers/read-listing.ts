import type { Listing } from '@touchstone/contract'
import { findIdentifiers, type FindOptions, type Occurrence } from '../identifiers/index.ts'

/** What of a listing tells of its seller. */
export type ReadListing = {
  /** Empty where none is known. */
  marketplace: string
  seller: string
  /** The seller’s name. */
  name?: string
  id: string
  /** Empty where it is not known. */
  observedAt: string
  text: string
  /** Currency and amount. */
  price?: string
  /** What each picture is known by, in the order of the listing. */
  pictures: (string | null)[]
  identifiers: Occurrence[]
}

const maxText = 2000

/** Reads a listing, or nothing if it has no seller. The number of a card is left out everywhere. */
export function readListing(listing: Listing, options: FindOptions): ReadListing | undefined {
  const { seller, marketplace = '', price, observedAt = '' } = listing
  if (seller === undefined) return undefined
  const identifiers = findIdentifiers(listing, options)
  const title = withoutCards(listing.title, 'title', identifiers)
  const description = withoutCards(listing.description ?? '', 'description', identifiers)
  return {
    marketplace,
    seller: seller.id,
    ...(seller.name !== undefined && { name: seller.name }),
    id: listing.id,
    observedAt,
    text: `${title}\n${description.slice(0, maxText)}`,
    ...(price !== undefined && { price: `${price.currency} ${Number(price.amount)}` }),
    pictures: (listing.images ?? []).map(({ sha256, url, path }) => sha256 ?? url ?? path ?? null),
    identifiers,
  }
}

function withoutCards(text: string, field: string, identifiers: readonly Occurrence[]): string {
  return identifiers
    .filter((one) => one.type === 'card' && one.field === field)
    .reduce(
      (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
      text,
    )
}

/** Fields in an order of their own, so that equal listings are equal texts. */
export function textOfListing(listing: ReadListing): string {
  const { marketplace, seller, name, id, observedAt, text, price, pictures, identifiers } = listing
  const places = identifiers.map(({ type, value, field, start, end }) => ({
    type,
    value,
    field,
    start,
    end,
  }))
  const ordered = {
    marketplace,
    seller,
    name,
    id,
    observedAt,
    text,
    price,
    pictures,
    identifiers: places,
  }
  return JSON.stringify(ordered)
}
