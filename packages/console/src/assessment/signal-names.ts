import type { Family, SignalCode, SignalName } from '@touchstone/contract'

/** As the contract has them: its own list would bring its schemas along. */
export const families = [
  ...(['text', 'brand', 'price', 'image', 'seller', 'channel', 'product'] as const),
  ...(['network', 'review', 'external', 'guard'] as const),
] satisfies Family[]

export const signalCodes = [
  ...(['brand.named', 'brand.possible', 'brand.disguised-name', 'guard.other-role'] as const),
  ...(['price.far-below-band', 'price.below-typical', 'product.packaging-only'] as const),
  ...(['review.other-goods', 'channel.no-marketplace', 'channel.seller-not-authorised'] as const),
  ...(['guard.authorised-seller', 'price.far-below-msrp', 'product.identified'] as const),
  ...(['product.never-made', 'product.foreign-code', 'text.replica-term'] as const),
  ...(['text.quality-grade', 'text.batch-code', 'text.passes-inspection'] as const),
  ...(['text.logo-later', 'text.coded-invitation', 'text.off-platform-contact'] as const),
  ...(['text.source-claim', 'text.shopping-agent', 'guard.term-quieted'] as const),
  ...(['price.one-for-many', 'price.out-of-line', 'price.text-differs', 'price.no-rate'] as const),
  ...(['price.placeholder', 'seller.young-account', 'seller.stock-of-scarce-goods'] as const),
  ...(['review.buyers-say-fake', 'external.marketplace', 'seller.many-luxury-brands'] as const),
  ...(['image.brand-not-in-text', 'image.contact-code', 'image.other-goods-code'] as const),
  ...(['price.picture-differs', 'image.known-fake', 'image.official-photo'] as const),
  ...(['image.seen-before', 'image.mark-hidden', 'image.part-hidden'] as const),
  ...(['image.other-brand'] as const),
] satisfies SignalCode[]

export const signalNames: readonly SignalName[] = [...families, ...signalCodes]
