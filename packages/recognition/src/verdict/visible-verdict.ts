import { shippedThresholds, verdicts, type Assessment, type Signal, type Verdict } from '#contract'
import { verdictWithin } from './decide-verdict.ts'
import { passedOff, secondFamilies } from './explain-verdict.ts'
import { isStrong, meetsImpossiblePrice, showsFalsity } from './review-grounds.ts'

/** The part of an assessment that a reader is shown. */
export type AssessmentPart = Pick<Assessment, 'brands' | 'signals' | 'probability'>

/**
 * The verdict on the part of an assessment that a reader is shown, by the shipped thresholds: it rests on
 * the signals on which the probability of the part rests, and is no graver than the block rule allows the
 * whole.
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
  if (!showsFalsity(positive)) return meetsImpossiblePrice(positive) ? 'review' : 'ask-proof'
  const strong = positive.filter(isStrong)
  return strong.some(({ family }) => secondFamilies(positive, family).length > 0)
    ? 'block'
    : 'review'
}
