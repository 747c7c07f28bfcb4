import type { Signal, Verdict } from '#contract'
import { countsBesidePrice, isEvidenceOfFalsity } from '../signals/index.ts'

/** Authenticity evidence short of near-conclusive has to add up to this for a review. */
export const ENOUGH_TOGETHER = 1.85
/** The minimum contribution of a second family that counts as independent support of another. */
export const SECOND_FAMILY = 1
/** The least weight of a term of the strongest kind; terms of the next kind always weigh less. */
const STRONG_WORD = 1.5
/** Reviews are near-conclusive from this number of buyers. */
const MANY_VOICES = 3

type Ground = Pick<Signal, 'code' | 'family' | 'weight' | 'evidence'>

/** Near-conclusive evidence of falsity. Signals do not say so; it follows from their codes, words and weights. */
export function isStrong({ code, family, weight, evidence }: Ground): boolean {
  if (!isEvidenceOfFalsity(code)) return false
  if (code === 'product.never-made' || code === 'image.known-fake') return true
  // Text in pictures is read by machine, so a term found only there is not near-conclusive.
  if (family === 'text') return weight >= STRONG_WORD && evidence?.image === undefined
  if (code !== 'review.buyers-say-fake') return false
  const { count = 0, expert } = (evidence?.params ?? {}) as { count?: number; expert?: string }
  return count + (expert === undefined ? 0 : 1) >= MANY_VOICES
}

/** True if the evidence of falsity is enough for a review. */
export function showsFalsity(signals: readonly Ground[]): boolean {
  const falsity = signals.filter(({ code, weight }) => weight > 0 && isEvidenceOfFalsity(code))
  return (
    falsity.some(isStrong) ||
    falsity.reduce((sum, { weight }) => sum + weight, 0) >= ENOUGH_TOGETHER
  )
}

/**
 * True if a price that the goods can't have meets one fact of another family about this listing or its seller: then a
 * person looks at the listing while it stays up. Crossed wishes are no such fact, however many there are.
 */
export function meetsImpossiblePrice(signals: readonly Ground[]): boolean {
  return (
    signals.some(({ code, weight }) => code === 'price.impossible' && weight > 0) &&
    signals.some(isIndependentFact)
  )
}

function isIndependentFact({ code, family, weight, evidence }: Ground): boolean {
  if (weight <= 0 || family === 'price') return false
  if (countsBesidePrice(code)) return true
  // A large stock is odd for goods that their seller states to be new; of used ones it is a clearance.
  if (code === 'seller.stock-of-scarce-goods') return evidence?.params?.['isNew'] === true
  // A claim that can't be true, short of what opens a review alone.
  return isEvidenceOfFalsity(code) && weight >= SECOND_FAMILY
}

/** True if a review rests on an impossible price and one fact, so that the listing stays up meanwhile. */
export function staysUp(verdict: Verdict, signals: readonly Ground[]): boolean {
  return verdict === 'review' && !showsFalsity(signals) && meetsImpossiblePrice(signals)
}
