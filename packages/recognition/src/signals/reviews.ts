import { textOf, type TermHit } from '../listing-text/index.ts'
import { REFERRED } from '../brand/index.ts'
import type { SignalContext } from './signal-context.ts'
import { byLanguageOf, quoted } from './quote-terms.ts'
import { evidenceAt, type Draft } from './signal.ts'
import type { GuardedTerm } from './text.ts'

/** Log-odds for one buyer who calls the goods fake, and for each doubling of their number. */
const ONE_BUYER = 1.9
const EACH_DOUBLING = 1.4
/** One angry buyer may err; from this many on their word is near-conclusive. */
const MANY = 3
/** More voices than these are counted, not quoted. */
const QUOTED_BUYERS = 2

/** Log-odds for so many buyers who liken the goods to an original. */
const COMPARISON = 0.8
/** One buyer may speak of anything. */
const MIN_COMPARING = 2

/** Buyers of a hidden listing name the goods that they received; the listing does not. */
const OTHER_GOODS = 1.3

/** Quotes of the first buyers, one for each. */
function onePerReview(reviewTerms: readonly GuardedTerm[]): TermHit[] {
  const terms = reviewTerms.map(({ hit }) => hit)
  const hits = terms.toSorted(byLanguageOf(terms))
  return hits
    .filter((hit, index) => hits.findIndex(({ field }) => field === hit.field) === index)
    .slice(0, QUOTED_BUYERS)
}

/** Goods that buyers name and the listing does not: the sign of a hidden link. */
function otherGoods(context: SignalContext): Draft[] {
  if (context.mentions.some((mention) => mention.confidence >= REFERRED)) return []
  const [first, ...rest] = context.reading.reviewBrands
  if (first === undefined) return []
  const same = rest.filter((hit) => hit.brand === first.brand)
  return [
    {
      code: 'review.other-goods',
      weight: OTHER_GOODS,
      evidence: evidenceAt([first, ...same], {
        reference: first.brand.id,
        params: { text: textOf(first), brand: first.brand.name },
      }),
    },
  ]
}

/** Buyers who liken the goods to an original, as buyers of originals hardly do. */
function comparisons(guarded: readonly GuardedTerm[]): Draft[] {
  const terms = guarded.filter(
    ({ hit, quietedBy }) =>
      hit.term.term.kind === 'buyer-comparison' &&
      hit.field.kind === 'review' &&
      quietedBy === undefined,
  )
  const [first] = terms
  const count = new Set(terms.map(({ hit }) => hit.field)).size
  if (first === undefined || count < MIN_COMPARING) return []
  return [
    {
      code: 'review.buyers-compare',
      weight: COMPARISON,
      evidence: evidenceAt(
        terms.map(({ hit }) => hit),
        {
          reference: first.hit.term.term.id,
          params: { count, quotes: onePerReview(terms).map(quoted) },
        },
      ),
    },
  ]
}

/** Signals from buyers' reviews; undefined if none has words. */
export function reviewSignals(
  context: SignalContext,
  guarded: readonly GuardedTerm[],
): Draft[] | undefined {
  if (!context.reading.fields.some((field) => field.kind === 'review')) return undefined
  if (context.offered === undefined) return otherGoods(context)
  const reviewTerms = guarded.filter(
    (term) =>
      term.hit.field.kind === 'review' &&
      term.quietedBy === undefined &&
      term.strength !== 'W' &&
      term.hit.term.term.kind !== 'buyer-comparison',
  )
  const reviews = new Set(reviewTerms.map((term) => term.hit.field))
  const first = reviewTerms[0]
  const comparing = comparisons(guarded)
  if (first === undefined) return comparing
  const count = reviews.size
  const expert = context.reading.markers.find(
    (hit) => hit.marker.meaning === 'checked-by-expert' && reviews.has(hit.field),
  )
  // A buyer who had the goods examined counts twice.
  const voices = count + (expert === undefined ? 0 : 1)
  return [
    {
      code: 'review.buyers-say-fake',
      weight: ONE_BUYER + EACH_DOUBLING * Math.log2(voices),
      strong: voices >= MANY,
      evidence: evidenceAt(
        reviewTerms.map((term) => term.hit),
        {
          reference: first.hit.term.term.id,
          params: {
            count,
            quotes: onePerReview(reviewTerms).map(quoted),
            ...(expert !== undefined && { expert: textOf(expert) }),
          },
        },
      ),
    },
    ...comparing,
  ]
}
