import type { Verdict } from '#contract'
import { REFERRED, type Mention } from '../brand/index.ts'
import type { Combined, Weighed } from './combine.ts'

/** Probability from which each verdict may fall; the rules below still have to hold. */
const thresholds = { 'ask-proof': 0.1, review: 0.25, block: 0.8 } as const

/** Authenticity evidence short of near-conclusive has to add up to this for a review. */
const ENOUGH_TOGETHER = 1.85
/** What a second family must contribute to count as independent support of a block. */
const SECOND_FAMILY = 1

/** Where the goods are passed off as the brand's; elsewhere the brand is only talked about. */
const accused = new Set<Mention['role']>(['offered', 'compared-with'])

/**
 * The block rule. Crossed wishes alone reach `ask-proof`, whatever their number;
 * `review` needs evidence of falsity beside a protected brand; `block` needs that
 * from a near-conclusive family and a second family beside it.
 */
export function decide(
  { weighed, probability }: Combined,
  mentions: readonly Mention[],
): { verdict: Verdict; reason: string } {
  const brand = mentions.find((mention) => mention.confidence >= REFERRED)
  const positive = weighed.filter((signal) => signal.weight > 0)
  const falsity = positive.filter((signal) => signal.speaks === 'authenticity')
  const strong = falsity.filter((signal) => signal.draft.strong === true)
  const enough =
    strong.length > 0 || falsity.reduce((sum, { weight }) => sum + weight, 0) >= ENOUGH_TOGETHER
  let verdict: Verdict = 'clear'
  if (probability >= thresholds['ask-proof'] && positive.length > 0) verdict = 'ask-proof'
  if (brand !== undefined && accused.has(brand.role) && enough) {
    if (probability >= thresholds.review) verdict = 'review'
    if (probability >= thresholds.block && supported(strong, positive)) verdict = 'block'
  }
  return { verdict, reason: reasonFor(verdict, positive, brand) }
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
  positive: readonly Weighed[],
  brand: Mention | undefined,
): string {
  if (verdict === 'clear')
    return brand === undefined
      ? `${opening.clear} The offer refers to no protected brand.`
      : opening.clear
  const heaviest = [...positive].sort((a, b) => b.weight - a.weight).slice(0, 3)
  return [
    opening[verdict],
    ...heaviest.map(({ draft }) => draft.evidence.detail ?? draft.code),
  ].join(' ')
}
