import {
  type ExplanationCode,
  type ExplanationPart,
  type Family,
  type Role,
  type Signal,
  type Thresholds,
  type Verdict,
} from '#contract'
import { isEvidenceOfFalsity } from '../signals/index.ts'
import { wholePercent } from '../wording/index.ts'
import { meetsImpossiblePrice, SECOND_FAMILY, showsFalsity } from './review-grounds.ts'

/** Where the goods are passed off as the brand's; elsewhere the brand is only talked about. */
export const passedOff: ReadonlySet<Role> = new Set(['offered', 'compared-with'])

/** Signals that weigh less are no reason: they stay in the list of signals. */
const WORTH_QUOTING = 0.5
/**
 * Signals from this weight on are named even in a clear verdict, so that they do not appear to have been overlooked.
 */
const WORTH_SHOWING = 0.1
/** The maximum number of facts, so that they are read. */
const MAX_FACTS = 3
/** A block states more facts beside its first two signals. */
const MAX_FURTHER = 4

/** All that a reason is made of. */
export interface Basis {
  verdict: Verdict
  /** How far the block rule lets the listing go. */
  ceiling: Verdict
  probability: number
  /** From which probability, in per cent, each step begins. */
  thresholds: Thresholds
  /** The role of the first brand that the listing refers to; undefined if there is none. */
  role: Role | undefined
  signals: readonly Signal[]
}

/** A sentence of its own, or a signal whose sentence is inserted here. */
type Part = Exclude<ExplanationPart, { signal: number }> | Signal

/**
 * Explains a verdict to readers who see nothing else of the listing: the step, the kinds of sign that met or the
 * reason against a graver step, then a few facts. Evidence of falsity is separate from signals that only go against a
 * brand's wishes.
 */
export function explain(basis: Basis): ExplanationPart[] {
  return inOrder(partsOf(basis), basis.signals)
}

function partsOf(basis: Basis): Part[] {
  switch (basis.verdict) {
    case 'clear':
      return clearParts(basis)
    case 'ask-proof':
      return explainAskProof(basis)
    case 'review':
      return reviewParts(basis)
    case 'block':
      return blockParts(basis)
  }
}

/** Only the gravest facts of these signals, without a verdict: for readers who see a part of them. */
export function explainFacts(signals: readonly Signal[]): ExplanationPart[] {
  return inOrder(factParts('sign', gravest(signals)), signals)
}

function inOrder(parts: readonly Part[], signals: readonly Signal[]): ExplanationPart[] {
  return parts.map((part) => ('weight' in part ? { signal: signals.indexOf(part) } : part))
}

function plain(code: ExplanationCode): Part {
  return { code }
}

/** The families, other than `first` and the spelling of the name, that support it; heaviest first. */
export function secondFamilies(
  signals: readonly Pick<Signal, 'family' | 'weight'>[],
  first: Family,
): Family[] {
  const sums = new Map<Family, number>()
  for (const { family, weight } of signals)
    if (weight > 0 && family !== first && family !== 'brand')
      sums.set(family, (sums.get(family) ?? 0) + weight)
  return [...sums]
    .filter(([, sum]) => sum >= SECOND_FAMILY)
    .sort(([, a], [, b]) => b - a)
    .map(([family]) => family)
}

function clearParts({ role, signals }: Basis): Part[] {
  if (role === undefined && signals.length === 0) return [plain('clear.nothing')]
  const facts = gravest(signals, WORTH_SHOWING)
  const isEmpty = facts.falsity.length + facts.others.length === 0
  if (role === undefined)
    return isEmpty
      ? [plain('clear.nothing'), ...quieted(signals)]
      : [plain('clear.no-brand'), ...factParts('sign.weak', facts)]
  const brand = brandFacts(role, signals)
  return [
    plain(isEmpty ? 'clear.plain' : 'clear.too-little'),
    ...brand,
    ...quieted(signals),
    ...factParts('sign.weak', {
      ...facts,
      others: facts.others.filter((signal) => !brand.includes(signal)),
    }),
  ]
}

/** The named brand and its role, and the seller's standing in favour of the listing. */
function brandFacts(role: Role, signals: readonly Signal[]): Part[] {
  const named = signals.find(
    ({ code }) => code === 'brand.named' || code === 'brand.disguised-name',
  )
  const otherRole = signals.find(({ code }) => code === 'guard.other-role')
  const authorised = signals.find(({ code }) => code === 'guard.authorised-seller')
  return [
    ...(named === undefined ? [] : [named]),
    otherRole ?? plain(`role.${role}`),
    ...(authorised === undefined ? [] : [authorised]),
  ]
}

function quieted(signals: readonly Signal[]): Signal[] {
  return signals.filter(({ code }) => code === 'guard.term-quieted').slice(0, 1)
}

function explainAskProof({ role, ceiling, probability, thresholds, signals }: Basis): Part[] {
  const facts = gravest(signals)
  if (facts.falsity.length === 0) {
    const families = familiesOf(facts.others)
    const code = families.length > 1 ? 'ask.reasons' : 'ask.reason'
    return [plain('ask'), { code, families }, ...facts.others]
  }
  return [plain('ask'), whyNotReview(), ...factParts('sign.weak', facts)]

  function whyNotReview(): Part {
    if (role === undefined || !passedOff.has(role)) return plain('ask.not-passed-off')
    if (ceiling !== 'ask-proof') return tooLow('ask.too-low', probability, thresholds.review)
    return {
      code: facts.others.length > 0 ? 'ask.too-weak-with-others' : 'ask.too-weak',
      families: familiesOf(facts.falsity),
    }
  }
}

function reviewParts({ ceiling, probability, thresholds, signals }: Basis): Part[] {
  if (!showsFalsity(signals) && meetsImpossiblePrice(signals)) return priceReviewParts(signals)
  const facts = gravest(signals)
  const [heaviest] = facts.falsity.length > 0 ? facts.falsity : positiveOf(signals, 'falsity')
  const falsity = facts.falsity.length > 0 || heaviest === undefined ? facts.falsity : [heaviest]
  const part: Part = {
    code: falsity.length > 1 ? 'review.signs' : 'review.sign',
    families: familiesOf(falsity),
  }
  return [
    plain('review'),
    ...(falsity.length === 0 ? [] : [part]),
    ceiling === 'block'
      ? tooLow('review.too-low', probability, thresholds.block)
      : missingForBlock(signals),
    ...factParts('sign.maybe', {
      falsity,
      others: facts.others.slice(0, MAX_FACTS - falsity.length),
    }),
  ]
}

/** A person looks while the listing stays up: the price and the facts beside it, heaviest first. */
function priceReviewParts(signals: readonly Signal[]): Part[] {
  const price = signals.filter(({ code }) => code === 'price.impossible')
  const beside = signals.filter((signal) => meetsImpossiblePrice([...price, signal]))
  return [
    plain('review.stays-up'),
    { code: 'review.impossible-price', families: familiesOf(beside) },
    ...price.slice(0, 1),
    ...beside.slice(0, MAX_FACTS - 1),
    plain('review.no-falsity'),
  ]
}

function tooLow(code: ExplanationCode, probability: number, threshold: number): Part {
  return { code, percent: wholePercent(probability), threshold }
}

/** The condition for a block that is not met: a second kind of sign, otherwise one that is plain enough. */
function missingForBlock(signals: readonly Signal[]): Part {
  const falsity = positiveOf(signals, 'falsity')
  if (falsity.some(({ family }) => secondFamilies(signals, family).length > 0))
    return plain('review.none-strong')
  const first = falsity[0]?.family
  const weak = positiveOf(signals, 'others').filter(
    ({ family, weight }) => weight >= WORTH_QUOTING && family !== first && family !== 'brand',
  )
  if (weak.length === 0) return plain('review.no-second')
  return { code: 'review.second-too-weak', families: familiesOf(weak.slice(0, 1)) }
}

function blockParts({ signals }: Basis): Part[] {
  const [first, second] = pairOf(signals)
  if (first === undefined || second === undefined)
    return [plain('block'), ...factParts('sign.falsity', gravest(signals))]
  const rest = gravest(
    signals.filter((signal) => signal !== first && signal !== second),
    WORTH_QUOTING,
    MAX_FURTHER,
  )
  if (isEvidenceOfFalsity(second.code))
    return [
      { code: 'block.two-kinds', families: familiesOf([first, second]) },
      ...factParts('sign.falsity', { ...rest, falsity: [first, second, ...rest.falsity] }),
    ]
  const signs = [first, ...rest.falsity]
  return [
    {
      code: signs.length > 1 ? 'block.signs' : 'block.sign',
      families: familiesOf(signs),
      support: second.family,
    },
    ...factParts('sign.falsity', { falsity: signs, others: [] }),
    plain(signs.length > 1 ? 'supports-them' : 'supports-it'),
    second,
    ...factParts('sign', { falsity: [], others: rest.others }, signs.length),
  ]
}

/** The heaviest sign of falsity that another family supports, and the heaviest signal of that family. */
function pairOf(signals: readonly Signal[]): [Signal?, Signal?] {
  for (const first of positiveOf(signals, 'falsity')) {
    const families = secondFamilies(signals, first.family)
    const beside = families.map((family) => heaviestOf(signals, family))
    const second = beside.find((signal) => signal && isEvidenceOfFalsity(signal.code)) ?? beside[0]
    if (second !== undefined) return [first, second]
  }
  return []
}

function heaviestOf(signals: readonly Signal[], family: Family): Signal | undefined {
  const own = (which: 'falsity' | 'others') =>
    positiveOf(signals, which).find((signal) => signal.family === family)
  return own('falsity') ?? own('others')
}

interface Facts {
  falsity: readonly Signal[]
  others: readonly Signal[]
}

/** The few heaviest facts; none if all weigh less than `least`, or without `least` the heaviest. */
function gravest(signals: readonly Signal[], least?: number, most = MAX_FACTS): Facts {
  const falsity = positiveOf(signals, 'falsity')
  const others = positiveOf(signals, 'others')
  const heaviest = Math.max(falsity[0]?.weight ?? 0, others[0]?.weight ?? 0)
  const from = least ?? Math.min(WORTH_QUOTING, heaviest)
  const worth = ({ weight }: Signal): boolean => weight >= from
  const beside = others.filter(worth)
  const signs = falsity.filter(worth).slice(0, beside.length > 0 ? most - 1 : most)
  return { falsity: signs, others: beside.slice(0, most - signs.length) }
}

/** Signals against a listing, heaviest first: signs of falsity, or all others. */
function positiveOf(signals: readonly Signal[], which: 'falsity' | 'others'): Signal[] {
  return signals
    .filter(
      (signal) => signal.weight > 0 && isEvidenceOfFalsity(signal.code) === (which === 'falsity'),
    )
    .sort((a, b) => b.weight - a.weight)
}

const pluralOf = {
  sign: 'signs',
  'sign.weak': 'signs.weak',
  'sign.falsity': 'signs.falsity',
  'sign.maybe': 'signs.maybe',
} as const satisfies Partial<Record<ExplanationCode, ExplanationCode>>

/** Signs under their label, other facts separately; `before` is the number of signs already named. */
function factParts(
  label: keyof typeof pluralOf,
  { falsity, others }: Facts,
  before = falsity.length,
): Part[] {
  return [
    ...(falsity.length === 0 ? [] : [plain(falsity.length > 1 ? pluralOf[label] : label)]),
    ...falsity,
    ...(others.length === 0 ? [] : [plain(before > 0 ? 'counted' : 'noted')]),
    ...others,
  ]
}

function familiesOf(signals: readonly Signal[]): Family[] {
  return [...new Set(signals.map(({ family }) => family))]
}
