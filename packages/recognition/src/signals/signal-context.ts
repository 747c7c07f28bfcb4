import type { ExchangeRates, Listing, Money, PortfolioSummary, Product } from '#contract'
import type { Mention } from '../brand/index.ts'
import type { KnownBrand, KnownBrands } from '../catalog/index.ts'
import type { OnDemandMarkers, PicturePlace, Place, Reading } from '../listing-text/index.ts'
import type { TypeTree } from '../vocabulary/index.ts'

export type Condition = NonNullable<Listing['condition']>

export interface CodedProduct {
  product: Product
  brand: KnownBrand
  gtin: string
  place: PicturePlace
}

/** A price of a listing; `place` is where the words state it, for want of a field. */
export interface ListingPrice {
  money: Money
  place?: Place
}

/** The signals' knowledge of a listing beyond its words. */
export interface SignalContext {
  listing: Listing
  reading: Reading
  /** Best first. */
  mentions: readonly Mention[]
  /** The offered brand, if any. */
  offered?: Mention
  /** Ids of the product types that the listing names. */
  types: readonly string[]
  condition: Condition
  /** The price to judge by: the stated one, or one that only the words state. */
  price: ListingPrice | undefined
  /** True if near-conclusive words of the listing call the goods copies: then they are no used originals. */
  saidFalse: boolean
  /** When the listing was seen, in milliseconds; undefined if neither listing nor caller states it. */
  seenAt: number | undefined
  /** ISO 8601; by which rules hold where the listing is of no known day. */
  rulesAsOf?: string | undefined
  tree: TypeTree
  rates: ExchangeRates
  lateMarkers: OnDemandMarkers
  /** Names of the costly brands that the seller offers new, if the caller knows its other listings. */
  sellerBrands?: readonly string[]
  /** What the seller’s other listings say together, if the caller knows it. */
  portfolio?: PortfolioSummary | undefined
  brands: Pick<KnownBrands, 'get'>
  productsOf: ReadonlyMap<KnownBrand, readonly Product[]>
  /** Products of the catalog whose GTIN is in a code in the pictures. */
  codedProducts: readonly CodedProduct[]
}

/** The day that decides which rules of the catalog apply to a listing; undefined if all of them do. */
export function dayOf({
  seenAt,
  rulesAsOf,
}: Pick<SignalContext, 'seenAt' | 'rulesAsOf'>): string | undefined {
  if (seenAt === undefined || !Number.isFinite(seenAt)) return rulesAsOf
  return new Date(seenAt).toISOString().slice(0, 10)
}

/** The condition that the seller states, otherwise the one in the words. */
export function conditionOf(reading: Reading): Condition {
  const stated = reading.listing.condition
  if (stated !== undefined && stated !== 'unknown') return stated
  const shown = new Set<'used' | 'new' | 'refurbished'>()
  for (const hit of reading.markers) {
    const { meaning } = hit.marker
    if (meaning !== 'used' && meaning !== 'new' && meaning !== 'refurbished') continue
    if (hit.field.kind === 'title' || hit.field.kind === 'attribute' || meaning === 'used')
      shown.add(meaning)
  }
  // Contradictory words decide nothing.
  const only = shown.size === 1 ? [...shown][0] : undefined
  return only ?? 'unknown'
}

/** An amount in US dollars by the shipped rates; undefined for a currency they lack. */
export function inDollars(
  money: Money,
  { rates }: Pick<SignalContext, 'rates'>,
): number | undefined {
  const perDollar = rates.perDollar[money.currency]
  const amount = Number(money.amount)
  return perDollar === undefined || !Number.isFinite(amount) ? undefined : amount / perDollar
}
