import type { IdentifierType } from '../identifiers/index.ts'
import type { ReadListing } from './read-listing.ts'
import { longHashOf } from './text-hash.ts'

/** Where an identifier or a picture of an account stands. */
export type Place = { listing: string; field: string; start: number; end: number }

export type AccountIdentifier = {
  type: IdentifierType
  value: string
  places: Place[]
  /** A domain that a few titles name as they name goods: perhaps a brand’s, so that it links nobody. */
  isMention: boolean
}

/** What of an account’s listings is compared. */
export type Account = {
  /** The seller’s ID and the marketplace, which together are no other account’s. */
  key: string
  seller: string
  marketplace: string
  identifiers: ReadonlyMap<string, AccountIdentifier>
  /** Ascending, each once. */
  pictures: Float64Array
  /** In the order of their IDs. */
  listings: readonly ReadListing[]
}

const maxPlaces = 20

/** @param listings in the order of their IDs */
export function readAccount(key: string, listings: readonly ReadListing[]): Account {
  const identifiers = new Map<string, AccountIdentifier>()
  const named = new Map<AccountIdentifier, Set<ReadListing>>()
  for (const listing of listings)
    for (const occurrence of listing.identifiers) {
      const { type, value, field, start, end } = occurrence
      const identifier = identifierKey(type, value)
      const isName = isNameInTitle(occurrence)
      const known = identifiers.get(identifier) ?? { type, value, places: [], isMention: isName }
      identifiers.set(identifier, known)
      if (!isName) known.isMention = false
      else named.set(known, (named.get(known) ?? new Set()).add(listing))
      if (known.places.length < maxPlaces)
        known.places.push({ listing: listing.id, field, start, end })
    }
  for (const [identifier, own] of named)
    if (own.size * 2 > listings.length) identifier.isMention = false
  const [seller, marketplace] = JSON.parse(key) as [string, string]
  return { key, seller, marketplace, identifiers, pictures: picturesOf(listings), listings }
}

/** A domain in a title, without a scheme, a path or a disguise, as brands write their names. */
function isNameInTitle({
  type,
  value,
  field,
  start,
  end,
}: ReadListing['identifiers'][number]): boolean {
  return type === 'domain' && field === 'title' && end - start === value.length
}

export function picturesOf(listings: readonly ReadListing[]): Float64Array {
  const pictures = new Set<number>()
  for (const listing of listings)
    for (const picture of listing.pictures) if (picture !== null) pictures.add(longHashOf(picture))
  return Float64Array.from(pictures).toSorted()
}

export type PlacedPicture = { picture: string; place: Place }

/** The first place of each of some pictures of an account. */
export function placesOfPictures(
  { listings }: Account,
  wanted: ReadonlySet<number>,
): Map<number, PlacedPicture> {
  const places = new Map<number, PlacedPicture>()
  for (const { id, pictures } of listings)
    for (const [at, picture] of pictures.entries()) {
      if (picture === null) continue
      const hash = longHashOf(picture)
      if (wanted.has(hash) && !places.has(hash))
        places.set(hash, {
          picture,
          place: { listing: id, field: `images.${at}`, start: 0, end: 0 },
        })
    }
  return places
}

/** One number is one identifier, whatever it is used for. */
export function identifierKey(type: IdentifierType, value: string): string {
  return value.startsWith('+') ? `number ${value}` : `${type} ${value}`
}

type Named = Pick<Account, 'seller' | 'marketplace'>

/** The order in which nothing depends on the arrival of accounts. */
export function compareAccounts(a: Named, b: Named): number {
  return compareTexts(a.seller, b.seller) || compareTexts(a.marketplace, b.marketplace)
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
