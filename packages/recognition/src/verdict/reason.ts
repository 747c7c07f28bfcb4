import type { Family, Role, Signal, Thresholds, Verdict } from '#contract'
import { signalCodes, type SignalCode } from '../signals/index.ts'

/** What a second family must contribute to count as independent support of a block. */
const SECOND_FAMILY = 1

/** Where the goods are passed off as the brand's; elsewhere the brand is only talked about. */
export const passedOff: ReadonlySet<Role> = new Set(['offered', 'compared-with'])

/** Signals that weigh less are no reason: they stay in the list of signals. */
const WORTH_QUOTING = 0.5
/** What a clear verdict still names, lest its reason seem to have overlooked it. */
const WORTH_SHOWING = 0.1
/** More facts than these and nobody reads them. */
const MOST_FACTS = 3
/** What a block rests on beside its first two signals is told at more length. */
const MOST_FURTHER = 4

/** All that a reason is made of. */
export interface Basis {
  verdict: Verdict
  /** How far the block rule lets the offer go. */
  ceiling: Verdict
  probability: number
  /** From which probability, in per cent, each step begins. */
  thresholds: Thresholds
  /** The role of the first brand that the offer refers to; undefined where there is none. */
  role: Role | undefined
  signals: readonly Signal[]
}

/** A family as the source of a sign, in plain words. */
const sourceOf: Record<Family, string> = {
  text: 'the offer’s words',
  brand: 'the spelling of the brand’s name',
  price: 'the price',
  image: 'the pictures',
  seller: 'the seller’s account and stock',
  channel: 'where and by whom the goods are sold',
  product: 'what is said of the product',
  network: 'the seller’s links to other sellers',
  review: 'buyers’ reviews',
  external: 'the marketplace’s own signals',
  guard: 'what speaks for it',
}

const inRole: Record<Role, string> = {
  offered: 'The goods are offered as that brand’s.',
  'compared-with': 'The goods are compared with that brand’s.',
  'compatible-with': 'The goods are offered as fitting that brand’s.',
  mentioned: 'The offer speaks of that brand and does not offer its goods.',
}

/**
 * Why a verdict fell, for readers who see nothing else of the offer: the step, the kinds of sign
 * that met or what keeps the offer from a graver step, then few facts. Evidence of falsity stands
 * apart from what only crosses a brand's wishes.
 */
export function reasonFor(basis: Basis): string {
  switch (basis.verdict) {
    case 'clear':
      return clearReason(basis)
    case 'ask-proof':
      return askProofReason(basis)
    case 'review':
      return reviewReason(basis)
    case 'block':
      return blockReason(basis)
  }
}

/** The gravest facts of these signals alone, without a verdict: for readers who see a part of them. */
export function factsOf(signals: readonly Signal[]): string | undefined {
  const facts = gravest(signals)
  return facts.falsity.length + facts.others.length === 0 ? undefined : told('Sign', facts)
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

function clearReason({ role, signals }: Basis): string {
  if (role === undefined && signals.length === 0) return nothingFound
  const facts = gravest(signals, WORTH_SHOWING)
  const isEmpty = facts.falsity.length + facts.others.length === 0
  if (role === undefined)
    return isEmpty
      ? sentences(nothingFound, ...quieted(signals))
      : sentences('Clear: the offer refers to no protected brand.', told('Weak sign', facts))
  const brand = brandFacts(role, signals)
  return sentences(
    isEmpty
      ? 'Clear: nothing here shows that the goods are false or calls for proof.'
      : 'Clear: what was found is too little to act on.',
    ...brand,
    ...quieted(signals),
    told('Weak sign', {
      ...facts,
      others: facts.others.filter((signal) => !brand.includes(detailOf(signal))),
    }),
  )
}

const nothingFound =
  'Clear: the offer refers to no protected brand, and nothing here shows that the goods are false.'

/** Which brand is named and in what role, and what of the seller's standing speaks for the offer. */
function brandFacts(role: Role, signals: readonly Signal[]): string[] {
  const named = signals.find(
    ({ code }) => code === 'brand.named' || code === 'brand.disguised-name',
  )
  const otherRole = signals.find(({ code }) => code === 'guard.other-role')
  const authorised = signals.find(({ code }) => code === 'guard.authorised-seller')
  return [
    ...(named === undefined ? [] : [detailOf(named)]),
    otherRole === undefined ? inRole[role] : detailOf(otherRole),
    ...(authorised === undefined ? [] : [detailOf(authorised)]),
  ]
}

function quieted(signals: readonly Signal[]): string[] {
  const first = signals.find(({ code }) => code === 'guard.term-quieted')
  return first === undefined ? [] : [detailOf(first)]
}

function askProofReason({ role, ceiling, probability, thresholds, signals }: Basis): string {
  const facts = gravest(signals)
  const step =
    'Ask for proof: the seller should show that the goods are genuine before the offer goes live; this is no finding that they are false.'
  if (facts.falsity.length === 0)
    return sentences(step, reasonToAsk(facts.others), ...facts.others.map(detailOf))
  const why =
    role === undefined || !passedOff.has(role)
      ? 'Some signs are doubtful, but the offer does not pass its goods off as a protected brand’s.'
      : ceiling === 'ask-proof'
        ? `What was found in ${sourcesOf(facts.falsity)} is enough to ask${facts.others.length > 0 ? ', with what counts beside it' : ''}, and too weak for a review.`
        : `The signs add up to a probability of falsity of ${wholePercent(probability)}; a review begins at ${thresholds.review} %.`
  return sentences(step, why, told('Weak sign', facts))
}

function reasonToAsk(others: readonly Signal[]): string {
  const sources = sourcesOf(others)
  return new Set(others.map(({ family }) => family)).size > 1
    ? `The reasons to ask are ${sources}; by themselves they are no signs of falsity.`
    : `The reason to ask is ${sources}; by itself that is no sign of falsity.`
}

function reviewReason({ ceiling, probability, thresholds, signals }: Basis): string {
  const facts = gravest(signals)
  const [heaviest] = facts.falsity.length > 0 ? facts.falsity : positiveOf(signals, 'falsity')
  const falsity = facts.falsity.length > 0 || heaviest === undefined ? facts.falsity : [heaviest]
  return sentences(
    'Review: the goods may be false; a person decides.',
    falsity.length === 0
      ? ''
      : `${falsity.length > 1 ? 'Signs of falsity were' : 'A sign of falsity was'} found in ${sourcesOf(falsity)}, which calls for more than a request for proof.`,
    ceiling === 'block'
      ? `The signs add up to a probability of falsity of ${wholePercent(probability)}; a block begins at ${thresholds.block} %.`
      : missingForBlock(signals),
    told('Sign that they may be false', {
      falsity,
      others: facts.others.slice(0, MOST_FACTS - falsity.length),
    }),
  )
}

/** What the block rule lacks: a second kind of sign, else one that is plain enough. */
function missingForBlock(signals: readonly Signal[]): string {
  const falsity = positiveOf(signals, 'falsity')
  if (falsity.some(({ family }) => secondFamilies(signals, family).length > 0))
    return 'For a block, no sign that was found is strong enough by itself.'
  const first = falsity[0]?.family
  const weak = positiveOf(signals, 'others').filter(
    ({ family, weight }) => weight >= WORTH_QUOTING && family !== first && family !== 'brand',
  )
  const but = weak.length === 0 ? '' : `; ${sourcesOf(weak.slice(0, 1))} counts too little for one`
  return `For a block, a second, independent kind of sign is missing${but}.`
}

function blockReason({ signals }: Basis): string {
  const [first, second] = pairOf(signals)
  if (first === undefined || second === undefined)
    return sentences(
      'Block: there are strong signs of falsity, of two independent kinds.',
      told('Sign of falsity', gravest(signals)),
    )
  const rest = gravest(
    signals.filter((signal) => signal !== first && signal !== second),
    WORTH_QUOTING,
    MOST_FURTHER,
  )
  if (isFalsity(second))
    return sentences(
      `Block: signs of falsity of two independent kinds met, in ${sourcesOf([first, second])}.`,
      told('Sign of falsity', { ...rest, falsity: [first, second, ...rest.falsity] }),
    )
  const signs = [first, ...rest.falsity]
  const strong = signs.length > 1 ? 'are strong signs' : 'is a strong sign'
  return sentences(
    `Block: there ${strong} of falsity in ${sourcesOf(signs)}, supported independently by ${sourceOf[second.family]}.`,
    told('Sign of falsity', { falsity: signs, others: [] }),
    `What supports ${signs.length > 1 ? 'them' : 'it'}, and alone would be a reason to ask for proof at most: ${detailOf(second)}`,
    told('Sign', { falsity: [], others: rest.others }, signs.length),
  )
}

/** The heaviest sign of falsity that another family supports, and the heaviest signal of that family. */
function pairOf(signals: readonly Signal[]): [Signal?, Signal?] {
  for (const first of positiveOf(signals, 'falsity')) {
    const families = secondFamilies(signals, first.family)
    const beside = families.map((family) => heaviestOf(signals, family))
    const second = beside.find((signal) => signal && isFalsity(signal)) ?? beside[0]
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

/** Few and heavy facts; where none weighs `least`, nothing at all, or without it the heaviest. */
function gravest(signals: readonly Signal[], least?: number, most = MOST_FACTS): Facts {
  const falsity = positiveOf(signals, 'falsity')
  const others = positiveOf(signals, 'others')
  const heaviest = Math.max(falsity[0]?.weight ?? 0, others[0]?.weight ?? 0)
  const from = least ?? Math.min(WORTH_QUOTING, heaviest)
  const worth = ({ weight }: Signal): boolean => weight >= from
  const beside = others.filter(worth)
  const signs = falsity.filter(worth).slice(0, beside.length > 0 ? most - 1 : most)
  return { falsity: signs, others: beside.slice(0, most - signs.length) }
}

/** What weighs against an offer, heaviest first: signs of falsity, or all else. */
function positiveOf(signals: readonly Signal[], which: 'falsity' | 'others'): Signal[] {
  return signals
    .filter((signal) => signal.weight > 0 && isFalsity(signal) === (which === 'falsity'))
    .sort((a, b) => b.weight - a.weight)
}

function isFalsity({ code }: Signal): boolean {
  return signalCodes[code as SignalCode]?.speaks === 'authenticity'
}

/**
 * The facts as sentences: signs under their label, what is no sign apart from them; `before` is how
 * many signs the reader knows by then.
 */
function told(label: string, { falsity, others }: Facts, before = falsity.length): string {
  const signs = falsity.map(detailOf)
  const plural = signs.length > 1 ? label.replace(/sign/i, '$&s') : label
  const counted = before > 0 ? 'Also counted, though' : 'What was noted, though'
  return sentences(
    ...(signs.length === 0 ? [] : [`${plural}:`, ...signs]),
    ...(others.length === 0
      ? []
      : [`${counted} by itself no sign of falsity:`, ...others.map(detailOf)]),
  )
}

function detailOf({ code, evidence }: Signal): string {
  return evidence?.detail ?? code
}

/** "its price and buyers’ reviews". */
function sourcesOf(signals: readonly Signal[]): string {
  const sources = [...new Set(signals.map(({ family }) => sourceOf[family]))]
  const last = sources.pop() ?? ''
  return sources.length === 0 ? last : `${sources.join(', ')} and ${last}`
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

/** Never rounded up to a threshold that the probability has not reached. */
function wholePercent(probability: number): string {
  return `${Math.floor(probability * 100)} %`
}
