import { shippedThresholds, verdicts, type Assessment, type Signal, type Verdict } from '#contract'
import { isEvidenceOfFalsity } from '../signals/index.ts'
import { ENOUGH_TOGETHER, verdictWithin } from './decide-verdict.ts'
import { passedOff, secondFamilies } from './explain-verdict.ts'

/** The least weight of a term of the strongest kind; terms of the next kind always weigh less. */
const STRONG_WORD = 1.5
/** Reviews are near-conclusive from this number of buyers. */
const MANY_VOICES = 3

/** The part of an assessment that a reader is shown. */
export type AssessmentPart = Pick<Assessment, 'brands' | 'signals' | 'probability'>

/**
 * The verdict on the part of an assessment that a reader is shown, by the shipped thresholds: it rests on
 * the signals on which the probability of the part rests, and is no graver than the block rule allows the
 * whole. Signals do not say which of them are near-conclusive; that follows from their codes, words and weights.
 */
export function decideVisibleVerdict(
  whole: Pick<Assessment, 'verdict' | 'ceiling'>,
  { brands, signals, probability }: AssessmentPart,
): Verdict {
  const most = verdicts.indexOf(whole.ceiling ?? whole.verdict)
  const ceiling = verdicts[Math.min(most, verdicts.indexOf(ceilingOf(brands, signals)))] ?? 'clear'
  return verdictWithin(ceiling, probability, shippedThresholds)
}

function ceilingOf([brand]: Assessment['brands'], signals: readonly Signal[]): Verdict {
  const positive = signals.filter(({ weight }) => weight > 0)
  if (positive.length === 0) return 'clear'
  // An assessment from elsewhere may state no role: then the goods are taken as offered.
  if (brand === undefined || !passedOff.has(brand.role ?? 'offered')) return 'ask-proof'
  const falsity = positive.filter(({ code }) => isEvidenceOfFalsity(code))
  const strong = falsity.filter(isStrong)
  const together = falsity.reduce((sum, { weight }) => sum + weight, 0)
  if (strong.length === 0 && together < ENOUGH_TOGETHER) return 'ask-proof'
  return strong.some(({ family }) => secondFamilies(positive, family).length > 0)
    ? 'block'
    : 'review'
}

function isStrong({ code, family, weight, evidence }: Signal): boolean {
  if (code === 'product.never-made' || code === 'image.known-fake') return true
  // Text in pictures is read by machine, so a term found only there is not near-conclusive.
  if (family === 'text') return weight >= STRONG_WORD && evidence?.image === undefined
  if (code !== 'review.buyers-say-fake') return false
  const { count = 0, expert } = (evidence?.params ?? {}) as { count?: number; expert?: string }
  return count + (expert === undefined ? 0 : 1) >= MANY_VOICES
}
