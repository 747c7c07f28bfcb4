// In a file without schemas, so that pages can import it alone.
export const families = [
  'text',
  'brand',
  'price',
  'image',
  'seller',
  'channel',
  'product',
  'network',
  'review',
  'external',
  'guard',
] as const
export type Family = (typeof families)[number]

/**
 * The codes of all signals that lists can be filtered by. Stores refer to them by index: append new ones at the end.
 */
export const signalCodes = [
  'brand.named',
  'brand.possible',
  'brand.disguised-name',
  'guard.other-role',
  'price.far-below-band',
  'price.below-typical',
  'product.packaging-only',
  'review.other-goods',
  'channel.no-marketplace',
  'channel.seller-not-authorised',
  'guard.authorised-seller',
  'price.far-below-msrp',
  'product.identified',
  'product.never-made',
  'product.foreign-code',
  'text.replica-term',
  'text.quality-grade',
  'text.batch-code',
  'text.passes-inspection',
  'text.logo-later',
  'text.coded-invitation',
  'text.off-platform-contact',
  'text.source-claim',
  'text.shopping-agent',
  'guard.term-quieted',
  'price.one-for-many',
  'price.out-of-line',
  'price.text-differs',
  'price.no-rate',
  'price.placeholder',
  'seller.young-account',
  'seller.stock-of-scarce-goods',
  'review.buyers-say-fake',
  'external.marketplace',
  'seller.many-luxury-brands',
  'image.brand-not-in-text',
  'image.contact-code',
  'image.other-goods-code',
  'price.picture-differs',
  'image.known-fake',
  'image.official-photo',
  'image.seen-before',
  'image.mark-hidden',
  'image.part-hidden',
  'image.other-brand',
  'price.impossible',
  'seller.portfolio-prices',
  'seller.portfolio-same-price',
  'seller.portfolio-choices',
  'seller.portfolio-pictures',
  'seller.portfolio-quantities',
  'seller.portfolio-signs',
  'seller.portfolio-reviews',
] as const
export type SignalCode = (typeof signalCodes)[number]

/** Filter values: a code, or a family with all of its codes. */
export const signalNames = [...families, ...signalCodes] as const
export type SignalName = Family | SignalCode
