import type { Listing } from '@touchstone/contract'
import { findIdentifiers, type FindOptions, type IdentifierType } from '../identifiers/index.ts'

/** Where an identifier or a picture of an account stands. */
export type Place = { listing: string; field: string; start: number; end: number }

export type AccountIdentifier = { type: IdentifierType; value: string; places: Place[] }

/** What of an account’s listings is compared. */
export type Account = {
  id: string
  name: string | undefined
  identifiers: ReadonlyMap<string, AccountIdentifier>
  pictures: ReadonlyMap<string, Place>
  listings: readonly AccountListing[]
}

/** What of a listing tells of its seller. */
export type AccountListing = {
  id: string
  observedAt: string
  text: string
  price: string | undefined
  pictures: readonly string[]
}

const maxText = 2000
const maxPlaces = 20

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The seller accounts of listings, in the order of their IDs. An account is an ID at a marketplace; where two
 * marketplaces use the same ID, the marketplace is part of its name here. Listings without a seller are left out.
 */
export function readAccounts(listings: readonly Listing[], options: FindOptions): Account[] {
  const sold = listings.flatMap((listing) => (listing.seller === undefined ? [] : [listing]))
  const sites = new Map<string, Set<string>>()
  for (const { seller, marketplace } of sold) {
    const own = sites.get(seller?.id ?? '') ?? new Set()
    sites.set(seller?.id ?? '', own.add(marketplace ?? ''))
  }
  const groups = Map.groupBy(sold, ({ seller, marketplace = '' }) => {
    const id = seller?.id ?? ''
    return (sites.get(id)?.size ?? 0) > 1 ? `${marketplace}/${id}` : id
  })
  return [...groups]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([id, own]) => readAccount(id, latestOfEach(own), options))
}

/** A listing that was seen several times counts once, as it was last. */
function latestOfEach(listings: readonly Listing[]): Listing[] {
  const inOrder = listings.toSorted(
    (a, b) =>
      compare(a.id, b.id) ||
      compare(a.observedAt ?? '', b.observedAt ?? '') ||
      compare(JSON.stringify(a), JSON.stringify(b)),
  )
  return [...new Map(inOrder.map((listing) => [listing.id, listing])).values()]
}

function readAccount(id: string, listings: readonly Listing[], options: FindOptions): Account {
  const identifiers = new Map<string, AccountIdentifier>()
  const pictures = new Map<string, Place>()
  const read = listings.map((listing): AccountListing => {
    for (const { type, value, field, start, end } of findIdentifiers(listing, options)) {
      const key = identifierKey(type, value)
      const known = identifiers.get(key) ?? { type, value, places: [] }
      identifiers.set(key, known)
      if (known.places.length < maxPlaces)
        known.places.push({ listing: listing.id, field, start, end })
    }
    const keys = (listing.images ?? []).flatMap(({ sha256, url, path }, place) => {
      const picture = sha256 ?? url ?? path
      if (picture === undefined) return []
      const field = `images.${place}`
      if (!pictures.has(picture))
        pictures.set(picture, { listing: listing.id, field, start: 0, end: 0 })
      return [picture]
    })
    const { title, description = '', price, observedAt = '' } = listing
    return {
      id: listing.id,
      observedAt,
      text: `${title}\n${description.slice(0, maxText)}`,
      price: price === undefined ? undefined : `${price.currency} ${Number(price.amount)}`,
      pictures: keys,
    }
  })
  const name = listings.findLast(({ seller }) => seller?.name !== undefined)?.seller?.name
  return { id, name, identifiers, pictures, listings: read }
}

/** One number is one identifier, whatever it is used for. */
function identifierKey(type: IdentifierType, value: string): string {
  return value.startsWith('+') ? `number ${value}` : `${type} ${value}`
}
