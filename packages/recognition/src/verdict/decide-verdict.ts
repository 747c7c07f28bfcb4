import {
  shippedThresholds,
  verdicts,
  type Assessment,
  type ExplanationPart,
  type Signal,
  type Thresholds,
  type Verdict,
} from '#contract'
import { REFERRED, type Mention } from '../brand/index.ts'
import { signalsOf, type Combined, type Weighed } from './combine-signals.ts'
import { explain, passedOff, secondFamilies } from './explain-verdict.ts'
import { ENOUGH_TOGETHER, meetsImpossiblePrice, staysUp } from './review-grounds.ts'

/** Decides by the shipped thresholds, within the block rule. */
export function decide(
  combined: Combined,
  mentions: readonly Mention[],
): { verdict: Verdict; ceiling: Verdict; hold: false | undefined; signals: Signal[] } {
  const brand = mentions.find((mention) => mention.confidence >= REFERRED)
  const positive = combined.weighed.filter((signal) => signal.weight > 0)
  const signals = signalsOf(combined.weighed)
  const ceiling = ceilingOf(positive, brand, signals)
  const verdict = verdictWithin(ceiling, combined.probability, shippedThresholds)
  const hold = staysUp(verdict, signals) ? false : undefined
  return { verdict, ceiling, hold, signals }
}

/** True if the evidence of falsity is enough for a review. */
function isEnough(positive: readonly Weighed[]): boolean {
  const falsity = positive.filter((signal) => signal.speaks === 'authenticity')
  return (
    falsity.some((signal) => signal.draft.strong === true) ||
    falsity.reduce((sum, { weight }) => sum + weight, 0) >= ENOUGH_TOGETHER
  )
}

/**
 * The block rule: the gravest verdict that the evidence allows, however high the probability. Crossed wishes alone
 * reach `ask-proof`, whatever their number; `review` needs evidence of falsity beside a protected brand, or an
 * impossible price beside one independent fact, for which the listing stays up; `block` needs evidence of falsity
 * from a near-conclusive family and a second family beside it.
 */
function ceilingOf(
  positive: readonly Weighed[],
  brand: Mention | undefined,
  signals: readonly Signal[],
): Verdict {
  if (positive.length === 0) return 'clear'
  if (brand === undefined || !passedOff.has(brand.role)) return 'ask-proof'
  if (!isEnough(positive)) return meetsImpossiblePrice(signals) ? 'review' : 'ask-proof'
  const strong = positive.filter(
    ({ speaks, draft }) => speaks === 'authenticity' && draft.strong === true,
  )
  return supported(strong, positive) ? 'block' : 'review'
}

const fromOf = {
  clear: () => 0,
  'ask-proof': ({ askProof }: Thresholds) => askProof,
  review: ({ review }: Thresholds) => review,
  block: ({ block }: Thresholds) => block,
} as const satisfies Record<Verdict, (thresholds: Thresholds) => number>

/**
 * The gravest verdict that `ceiling` allows and whose threshold, in per cent, the probability reaches. No thresholds
 * lift a listing above its ceiling.
 */
export function verdictWithin(
  ceiling: Verdict,
  probability: number,
  thresholds: Thresholds,
): Verdict {
  const allowed = verdicts.slice(0, verdicts.indexOf(ceiling) + 1)
  return allowed.findLast((verdict) => probability >= fromOf[verdict](thresholds) / 100) ?? 'clear'
}

/**
 * The assessment as it reads under these thresholds, with its verdict and explanation. One from
 * before assessments stated their ceiling keeps its verdict as the ceiling.
 */
export function underThresholds(assessment: Assessment, thresholds: Thresholds): Assessment {
  const { ceiling = assessment.verdict, probability } = assessment
  const verdict = verdictWithin(ceiling, probability, thresholds)
  if (verdict === assessment.verdict) return assessment
  // One that other thresholds brought along is of another verdict.
  const stated = assessment.engineVerdict === undefined ? assessment.explanation : undefined
  const explanation = stated ?? explainUnder({ ...assessment, verdict }, thresholds)
  const hold = staysUp(verdict, assessment.signals) ? false : undefined
  return { ...assessment, verdict, hold, explanation, engineVerdict: assessment.verdict }
}

/** The explanation of its verdict: as stated in the assessment, otherwise derived from its signals. */
export function explanationOf(assessment: Assessment): ExplanationPart[] {
  return assessment.explanation ?? explainUnder(assessment, shippedThresholds)
}

function explainUnder(assessment: Assessment, thresholds: Thresholds): ExplanationPart[] {
  const { verdict, ceiling = verdict, probability, signals, brands } = assessment
  const [brand] = brands
  // An assessment from elsewhere may lack a role: then the goods count as offered.
  const role = brand && (brand.role ?? 'offered')
  return explain({ verdict, ceiling, probability, thresholds, role, signals })
}

function supported(strong: readonly Weighed[], positive: readonly Weighed[]): boolean {
  return strong.some(({ family }) => secondFamilies(positive, family).length > 0)
}
