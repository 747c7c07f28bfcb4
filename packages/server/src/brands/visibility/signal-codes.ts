import type { SignalCode } from '@touchstone/contract'
import type { ReleasedField } from './release-matrix.ts'

export type SignalSubject =
  /** `evidence.reference` is a brand's id, optionally with a type of goods: gucci/wallet. */
  | 'brand'
  /** The same, from its rights holder's catalog: prices, channels, sellers. */
  | 'brand-from-catalog'
  /** `evidence.reference` is the id of a product in a rights holder's catalog. */
  | 'product'
  /** The listing compared with usual prices of its brands, from any catalog. */
  | 'goods'
  /** The listing itself, whatever its brand. */
  | 'listing'
  /** A brand, from a bank of its rights holder's images; the reference is the brand's id. */
  | 'bank'
  /** Submitted by the marketplace from its own knowledge. */
  | 'marketplace'
  /** The seller's other listings, as the organisation that submitted the listing sees them. */
  | 'portfolio'

/** The subject of each signal. Unknown codes are shown to the marketplace only. */
const known: Readonly<Partial<Record<SignalCode, SignalSubject>>> = {
  'brand.named': 'brand',
  'brand.possible': 'brand',
  'brand.disguised-name': 'brand',
  'guard.other-role': 'brand',
  'price.far-below-band': 'brand-from-catalog',
  'price.below-typical': 'brand-from-catalog',
  'price.impossible': 'brand-from-catalog',
  'product.packaging-only': 'brand',
  'review.other-goods': 'brand',
  'channel.no-marketplace': 'brand-from-catalog',
  'channel.seller-not-authorised': 'brand-from-catalog',
  'guard.authorised-seller': 'brand-from-catalog',
  'price.far-below-msrp': 'product',
  'product.identified': 'product',
  'product.never-made': 'product',
  'product.foreign-code': 'product',
  'text.replica-term': 'listing',
  'text.quality-grade': 'listing',
  'text.batch-code': 'listing',
  'text.passes-inspection': 'listing',
  'text.logo-later': 'listing',
  'text.coded-invitation': 'listing',
  'text.off-platform-contact': 'listing',
  'text.source-claim': 'listing',
  'text.shopping-agent': 'listing',
  'guard.term-quieted': 'listing',
  'price.one-for-many': 'listing',
  'price.out-of-line': 'listing',
  'price.text-differs': 'listing',
  'price.no-rate': 'listing',
  'price.placeholder': 'listing',
  'seller.young-account': 'listing',
  'seller.stock-of-scarce-goods': 'goods',
  'review.buyers-say-fake': 'listing',
  'review.buyers-compare': 'listing',
  'external.marketplace': 'marketplace',
  'seller.portfolio-prices': 'portfolio',
  'seller.portfolio-same-price': 'portfolio',
  'seller.portfolio-choices': 'portfolio',
  'seller.portfolio-pictures': 'portfolio',
  'seller.portfolio-quantities': 'portfolio',
  'seller.portfolio-signs': 'portfolio',
  'seller.portfolio-reviews': 'portfolio',
  'item.withdrawn': 'listing',
  'item.copies-suspected': 'listing',
  'item.not-issued': 'listing',
  'item.recalled': 'listing',
  'item.public': 'listing',
  'image.known-fake': 'bank',
  'image.official-photo': 'bank',
  'image.seen-before': 'bank',
  'image.mark-hidden': 'bank',
}

export const signalSubjects: Readonly<Record<string, SignalSubject | undefined>> = known

/** The part of a catalog that a signal reveals. */
export type CatalogField = Extract<ReleasedField, `catalog.${string}`>

const catalogFields: Readonly<Partial<Record<SignalCode, CatalogField>>> = {
  'price.far-below-band': 'catalog.prices',
  'price.below-typical': 'catalog.prices',
  'price.impossible': 'catalog.prices',
  'price.far-below-msrp': 'catalog.prices',
  'seller.stock-of-scarce-goods': 'catalog.prices',
  'channel.no-marketplace': 'catalog.authorisedSellers',
  'channel.seller-not-authorised': 'catalog.authorisedSellers',
  'guard.authorised-seller': 'catalog.authorisedSellers',
  'product.identified': 'catalog.products',
  'product.never-made': 'catalog.products',
  'product.foreign-code': 'catalog.products',
}

/** The part of a catalog that this signal reveals; undefined if unknown. */
export function catalogFieldOf(code: string): CatalogField | undefined {
  return (catalogFields as Readonly<Record<string, CatalogField | undefined>>)[code]
}

const fromCatalogs: readonly (SignalSubject | undefined)[] = [
  'brand-from-catalog',
  'product',
  'goods',
  'bank',
]

/** True for signals based on a catalog: prices, products, channels, sellers. */
export function isCatalogSignal(code: string): boolean {
  return fromCatalogs.includes(signalSubjects[code])
}
