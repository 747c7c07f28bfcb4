import {
  shippedThresholds,
  verdicts,
  type Assessment,
  type Thresholds,
  type Verdict,
} from '#contract'
import { REFERRED, type Mention } from '../brand/index.ts'
import type { Combined, Weighed } from './combine.ts'

/** Authenticity evidence short of near-conclusive has to add up to this for a review. */
const ENOUGH_TOGETHER = 1.85
/** What a second family must contribute to count as independent support of a block. */
const SECOND_FAMILY = 1

/** Where the goods are passed off as the brand's; elsewhere the brand is only talked about. */
const accused = new Set<Mention['role']>(['offered', 'compared-with'])

/** Decides by the shipped thresholds, within what the block rule allows. */
export function decide(
  combined: Combined,
  mentions: readonly Mention[],
): { verdict: Verdict; ceiling: Verdict; reason: string } {
  const brand = mentions.find((mention) => mention.confidence >= REFERRED)
  const positive = combined.weighed.filter((signal) => signal.weight > 0)
  const ceiling = ceilingOf(positive, brand)
  const verdict = verdictWithin(ceiling, combined.probability, shippedThresholds)
  const details = positive.map(({ draft, weight }) => ({
    weight,
    detail: draft.evidence.detail ?? draft.code,
  }))
  return { verdict, ceiling, reason: reasonFor(verdict, details, brand !== undefined) }
}

/**
 * The block rule: the gravest verdict that the evidence allows, however probable. Crossed wishes
 * alone reach `ask-proof`, whatever their number; `review` needs evidence of falsity beside a
 * protected brand; `block` needs that from a near-conclusive family and a second family beside it.
 */
function ceilingOf(positive: readonly Weighed[], brand: Mention | undefined): Verdict {
  if (positive.length === 0) return 'clear'
  const falsity = positive.filter((signal) => signal.speaks === 'authenticity')
  const strong = falsity.filter((signal) => signal.draft.strong === true)
  const enough =
    strong.length > 0 || falsity.reduce((sum, { weight }) => sum + weight, 0) >= ENOUGH_TOGETHER
  if (brand === undefined || !accused.has(brand.role) || !enough) return 'ask-proof'
  return supported(strong, positive) ? 'block' : 'review'
}

const fromOf = {
  clear: () => 0,
  'ask-proof': ({ askProof }: Thresholds) => askProof,
  review: ({ review }: Thresholds) => review,
  block: ({ block }: Thresholds) => block,
} as const satisfies Record<Verdict, (thresholds: Thresholds) => number>

/**
 * The gravest verdict that `ceiling` allows and whose threshold, in per cent, the probability
 * reaches. No thresholds lift an offer above its ceiling.
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
 * The assessment as it reads under these thresholds: its verdict and the words of its reason. One
 * from before assessments told their ceiling keeps its verdict as the ceiling.
 */
export function underThresholds(assessment: Assessment, thresholds: Thresholds): Assessment {
  const { ceiling = assessment.verdict, probability, signals, brands } = assessment
  const verdict = verdictWithin(ceiling, probability, thresholds)
  if (verdict === assessment.verdict) return assessment
  const details = signals
    .filter(({ weight }) => weight > 0)
    .map(({ code, weight, evidence }) => ({ weight, detail: evidence?.detail ?? code }))
  const reason = reasonFor(verdict, details, brands.length > 0)
  return { ...assessment, verdict, reason, engineVerdict: assessment.verdict }
}

function supported(strong: readonly Weighed[], positive: readonly Weighed[]): boolean {
  return strong.some((first) => {
    const second = new Map<string, number>()
    for (const signal of positive)
      if (signal.family !== first.family && signal.family !== 'brand')
        second.set(signal.family, (second.get(signal.family) ?? 0) + signal.weight)
    return [...second.values()].some((weight) => weight >= SECOND_FAMILY)
  })
}

const opening: Record<Verdict, string> = {
  clear: 'Nothing here shows that the goods are false.',
  'ask-proof':
    'The seller should show proof of authenticity before the offer goes live; this is no finding that the goods are false.',
  review: 'A person should look at this offer: there are signs that the goods are false.',
  block:
    'There are plain signs that the goods are false, and a second, independent kind of sign beside them.',
}

function reasonFor(
  verdict: Verdict,
  positive: readonly { weight: number; detail: string }[],
  namesBrand: boolean,
): string {
  if (verdict === 'clear') {
    return namesBrand ? opening.clear : `${opening.clear} The offer refers to no protected brand.`
  }
  const heaviest = [...positive].sort((a, b) => b.weight - a.weight).slice(0, 3)
  return [opening[verdict], ...heaviest.map(({ detail }) => detail)].join(' ')
}
