import type { Evidence, Family, ReasonParamsOf, Span } from '#contract'
import { textOf, type Place } from '../listing-text/index.ts'

/**
 * The subject of a signal. `authenticity`: the goods are false. `wishes`: the listing goes against a brand's wishes,
 * as honest and dishonest sellers do. `benign`: a reason for trust. `context`: shown, not weighed.
 */
export type Speaks = 'authenticity' | 'wishes' | 'benign' | 'context'

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
  'product.never-made': { family: 'product', speaks: 'authenticity' },
  'product.foreign-code': { family: 'product', speaks: 'authenticity' },
  'product.identified': { family: 'product', speaks: 'context' },
  'product.packaging-only': { family: 'product', speaks: 'wishes' },
  'review.buyers-say-fake': { family: 'review', speaks: 'authenticity' },
  'review.other-goods': { family: 'review', speaks: 'wishes' },
  'external.marketplace': { family: 'external', speaks: 'wishes' },
  'image.brand-not-in-text': { family: 'image', speaks: 'wishes' },
  'image.contact-code': { family: 'image', speaks: 'wishes' },
  'image.other-goods-code': { family: 'image', speaks: 'wishes' },
  'price.picture-differs': { family: 'price', speaks: 'wishes' },
  'image.known-fake': { family: 'image', speaks: 'authenticity' },
  'image.official-photo': { family: 'image', speaks: 'wishes' },
  'image.seen-before': { family: 'image', speaks: 'wishes' },
  'image.mark-hidden': { family: 'image', speaks: 'wishes' },
  'image.part-hidden': { family: 'image', speaks: 'wishes' },
  'image.other-brand': { family: 'image', speaks: 'wishes' },
  'guard.authorised-seller': { family: 'guard', speaks: 'benign' },
  'guard.other-role': { family: 'guard', speaks: 'benign' },
  'guard.term-quieted': { family: 'guard', speaks: 'context' },
} as const satisfies Record<string, { family: Family; speaks: Speaks }>

export type SignalCode = keyof typeof signalCodes

/** Where a signal was found, with the parameters of its code; the sentence is worded by its readers. */
export type DraftEvidence<Code extends SignalCode> = Omit<Evidence, 'detail' | 'params'> & {
  params: ReasonParamsOf[Code]
}

interface DraftOf<Code extends SignalCode> {
  code: Code
  weight: number
  /** True if the signal alone is near-conclusive evidence of a fake. */
  strong?: boolean
  /** True if the signal counts only beside another one. */
  contextOnly?: boolean
  evidence: DraftEvidence<Code>
}

/** A signal before its family saturates. `weight` is in log-odds. */
export type Draft = { [Code in SignalCode]: DraftOf<Code> }[SignalCode]

/** Maximum number of places that a signal names. */
const mostPlaces = 10

/** A draft's evidence with its places; equal evidence elsewhere is listed in `also`. */
export function evidenceAt<Rest extends Omit<Evidence, 'also'>>(
  places: readonly Place[],
  rest: Rest,
): Rest & Evidence {
  // Terms of several languages may read the same word.
  const apart: Place[] = []
  for (const place of places) {
    if (apart.length === mostPlaces) break
    if (!apart.some((other) => isSame(place, other))) apart.push(place)
  }
  const [first, ...others] = apart
  if (first === undefined) return rest
  const also: Span[] = others.map(spanOf)
  return { ...spanOf(first), ...first.field.picture, ...rest, ...(also.length > 0 ? { also } : {}) }
}

function isSame(a: Place, b: Place): boolean {
  return a.start === b.start && a.end === b.end && a.field === b.field
}

function spanOf(place: Place): Span {
  return { field: place.field.name, start: place.start, end: place.end, text: textOf(place) }
}

/**
 * A number as shown: 1100, 43.4, 0.42. Parameters have no further digits, so that they reveal no more than the
 * sentence.
 */
export function readableNumber(value: number): number {
  // Most are whole, and rounding costs more than everything else here.
  if (Number.isSafeInteger(value)) return value
  return Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2))
}

/** A share as shown, in per cent: 9, below one per cent 0.4. */
export function readablePercent(share: number): number {
  const value = share * 100
  return value >= 1 ? Math.round(value) : Number(value.toPrecision(1))
}
