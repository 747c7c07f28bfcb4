import type { Family } from '#contract'

/**
 * The subject of a signal. `authenticity`: the goods are false. `wishes`: the listing goes against a brand's wishes,
 * as honest and dishonest sellers do. `benign`: a reason for trust. `context`: shown, not weighed.
 */
export type Speaks = 'authenticity' | 'wishes' | 'benign' | 'context'

export interface SignalKind {
  family: Family
  speaks: Speaks
  /**
   * True for a fact about the listing or its seller that, beside an impossible price, calls for a person's look. A
   * discount, a channel, a stock photo, an origin or the age of an account is none.
   */
  besidePrice?: true
}

/** Every signal of the engine, with its subject. Codes are stable. */
export const signalCodes = {
  'text.replica-term': { family: 'text', speaks: 'authenticity' },
  'text.quality-grade': { family: 'text', speaks: 'authenticity' },
  'text.batch-code': { family: 'text', speaks: 'authenticity' },
  'text.passes-inspection': { family: 'text', speaks: 'authenticity' },
  'text.logo-later': { family: 'text', speaks: 'authenticity' },
  'text.coded-invitation': { family: 'text', speaks: 'authenticity' },
  'text.off-platform-contact': { family: 'text', speaks: 'authenticity' },
  'text.source-claim': { family: 'text', speaks: 'authenticity' },
  'text.shopping-agent': { family: 'text', speaks: 'authenticity' },
  'brand.named': { family: 'brand', speaks: 'context' },
  'brand.possible': { family: 'brand', speaks: 'context' },
  'brand.disguised-name': { family: 'brand', speaks: 'wishes' },
  'price.far-below-band': { family: 'price', speaks: 'wishes' },
  'price.far-below-msrp': { family: 'price', speaks: 'wishes' },
  'price.below-typical': { family: 'price', speaks: 'wishes' },
  'price.one-for-many': { family: 'price', speaks: 'wishes' },
  'price.out-of-line': { family: 'price', speaks: 'wishes' },
  'price.text-differs': { family: 'price', speaks: 'wishes' },
  'price.no-rate': { family: 'price', speaks: 'context' },
  'price.placeholder': { family: 'price', speaks: 'context' },
  'channel.no-marketplace': { family: 'channel', speaks: 'wishes' },
  'channel.seller-not-authorised': { family: 'channel', speaks: 'wishes' },
  'seller.young-account': { family: 'seller', speaks: 'wishes' },
  'seller.stock-of-scarce-goods': { family: 'seller', speaks: 'wishes' },
  'seller.many-luxury-brands': { family: 'seller', speaks: 'wishes' },
  'seller.portfolio-prices': { family: 'seller', speaks: 'wishes' },
  'seller.portfolio-same-price': { family: 'seller', speaks: 'wishes' },
  'seller.portfolio-choices': { family: 'seller', speaks: 'wishes' },
  'seller.portfolio-pictures': { family: 'seller', speaks: 'wishes', besidePrice: true },
  'seller.portfolio-quantities': { family: 'seller', speaks: 'wishes', besidePrice: true },
  'seller.portfolio-signs': { family: 'seller', speaks: 'wishes', besidePrice: true },
  'seller.portfolio-reviews': { family: 'seller', speaks: 'wishes', besidePrice: true },
  'product.never-made': { family: 'product', speaks: 'authenticity' },
  'product.foreign-code': { family: 'product', speaks: 'authenticity' },
  'product.identified': { family: 'product', speaks: 'context' },
  'product.packaging-only': { family: 'product', speaks: 'wishes' },
  'review.buyers-say-fake': { family: 'review', speaks: 'authenticity' },
  'review.buyers-compare': { family: 'review', speaks: 'wishes', besidePrice: true },
  'review.other-goods': { family: 'review', speaks: 'wishes' },
  'external.marketplace': { family: 'external', speaks: 'wishes' },
  'image.brand-not-in-text': { family: 'image', speaks: 'wishes' },
  'image.contact-code': { family: 'image', speaks: 'wishes' },
  'image.other-goods-code': { family: 'image', speaks: 'wishes' },
  'price.picture-differs': { family: 'price', speaks: 'wishes' },
  'image.known-fake': { family: 'image', speaks: 'authenticity' },
  'image.official-photo': { family: 'image', speaks: 'wishes' },
  'image.seen-before': { family: 'image', speaks: 'wishes', besidePrice: true },
  'image.mark-hidden': { family: 'image', speaks: 'wishes' },
  'image.part-hidden': { family: 'image', speaks: 'wishes' },
  'image.other-brand': { family: 'image', speaks: 'wishes' },
  'price.impossible': { family: 'price', speaks: 'wishes' },
  'item.withdrawn': { family: 'item', speaks: 'wishes' },
  'item.copies-suspected': { family: 'item', speaks: 'wishes' },
  'item.not-issued': { family: 'item', speaks: 'wishes' },
  'item.recalled': { family: 'item', speaks: 'context' },
  'item.public': { family: 'item', speaks: 'context' },
  'guard.authorised-seller': { family: 'guard', speaks: 'benign' },
  'guard.other-role': { family: 'guard', speaks: 'benign' },
  'guard.term-quieted': { family: 'guard', speaks: 'context' },
} as const satisfies Record<string, SignalKind>

export type SignalCode = keyof typeof signalCodes

function kindOf(code: string): SignalKind | undefined {
  return signalCodes[code as SignalCode]
}

/** True if a signal of this code is evidence that goods are counterfeit. */
export function isEvidenceOfFalsity(code: string): boolean {
  return kindOf(code)?.speaks === 'authenticity'
}

/**
 * True if a signal of this code shows only a circumstance, such as a price or a channel that the brand does not want.
 * It is no evidence that goods are counterfeit.
 */
export function isCircumstantial(code: string): boolean {
  return kindOf(code)?.speaks === 'wishes'
}

/** True if signals of this code call for a person's look beside an impossible price. */
export function countsBesidePrice(code: string): boolean {
  return kindOf(code)?.besidePrice === true
}

/** Whether a signal speaks against the listing; context and reasons for trust do not. */
export function isAdverse(code: string): boolean {
  const speaks = kindOf(code)?.speaks
  return speaks === 'authenticity' || speaks === 'wishes'
}
