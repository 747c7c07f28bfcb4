import type {
  Assessment,
  Family,
  NoticeContentView,
  NoticeGround,
  Signal,
} from '@touchstone/contract'
import { accusingWords } from '@touchstone/jurisdiction'

type Evidence = NoticeContentView['items'][number]['evidence'][number]

/**
 * The signals that state a fact about the goods. All others follow from a brand's wishes, from the price, or from what
 * else the seller sells and how they can be reached, as honest and dishonest sellers do.
 */
const goodsCodes: ReadonlySet<string> = new Set([
  'text.replica-term',
  'text.quality-grade',
  'text.batch-code',
  'text.passes-inspection',
  'text.logo-later',
  'product.never-made',
  'product.foreign-code',
  'image.known-fake',
  'review.buyers-say-fake',
])

/** Families of which no signal is ever a fact about the goods, whatever its code. */
const otherFamilies: ReadonlySet<Family> = new Set<Family>([
  'price',
  'seller',
  'channel',
  'brand',
  'network',
  'external',
  'item',
  'guard',
])

/** For other grounds the listing's own words and pictures are what a right is held against. */
const factsOfOtherGrounds: Readonly<Partial<Record<NoticeGround, ReadonlySet<string>>>> = {
  copyright: new Set(['image.official-photo']),
  'unlicensed-use': new Set(['brand.disguised-name', 'image.brand-not-in-text']),
}

/** Whether a signal states a fact on which a notice or a restriction of this ground can rest. */
export function isFactFor(
  ground: NoticeGround,
  signal: Pick<Signal, 'code' | 'family' | 'weight'>,
): boolean {
  if (goodsSignals([signal]).length > 0) return true
  return signal.weight > 0 && (factsOfOtherGrounds[ground]?.has(signal.code) ?? false)
}

/** The signals about the goods among those of an assessment. */
export function goodsSignals<T extends Pick<Signal, 'code' | 'family' | 'weight'>>(
  signals: readonly T[],
): T[] {
  return signals.filter(
    ({ code, family, weight }) => weight > 0 && goodsCodes.has(code) && !otherFamilies.has(family),
  )
}

/** Evidence that shows the goods themselves; a statement of the holder may rest on wishes alone. */
const goodsEvidence: ReadonlySet<string> = new Set(['comparison', 'test-purchase', 'never-made'])

/** Whether an item of a counterfeit notice rests on a fact about the goods: a signal, or evidence by a person. */
export function restsOnGoods(
  signals: readonly Pick<Signal, 'code' | 'family' | 'weight'>[],
  evidence: readonly Pick<Evidence, 'kind' | 'statement'>[],
): boolean {
  return (
    goodsSignals(signals).length > 0 ||
    evidence.some(({ kind, statement }) => goodsEvidence.has(kind) && statement.trim() !== '')
  )
}

const quotedFields: Readonly<Record<string, string>> = {
  title: 'title',
  description: 'description',
}
const maxQuotes = 6
const maxQuote = 200

/** What a listing's assessment states about the goods, as sentences for a notice. */
export function goodsFactsOf(assessment: Assessment | null): {
  reasons: string
  evidence: Evidence[]
} {
  const found = goodsSignals(assessment?.signals ?? [])
  const quotes = found.flatMap(({ family, evidence }) => {
    // What a product is called is no fact by itself: the evidence states that it was never made.
    if (family !== 'text') return []
    const where = quotedFields[evidence?.field ?? '']
    const text = evidence?.text?.trim() ?? ''
    if (where === undefined || text === '') return []
    return [{ where, text: text.slice(0, maxQuote) }]
  })
  // The longer of two overlapping quotations includes the shorter.
  const longest = quotes.filter(({ where, text }) =>
    quotes.every((one) => one.where !== where || one.text === text || !one.text.includes(text)),
  )
  const sentences = new Set(
    longest.map(({ where, text }) => `The ${where} of the listing says “${text}”.`),
  )
  const reasons = [...sentences].filter(isFactual).slice(0, maxQuotes).join(' ')
  return { reasons, evidence: found.flatMap((signal) => evidenceOf(signal)) }
}

const kinds = {
  'product.never-made': 'never-made',
  'product.foreign-code': 'never-made',
  'image.known-fake': 'comparison',
} as const

function evidenceOf({ code, evidence }: Signal): Evidence[] {
  const kind = Object.entries(kinds).find(([known]) => known === code)?.[1]
  const statement = evidence?.detail?.trim() ?? ''
  if (kind === undefined || statement === '' || !isFactual(statement)) return []
  return [{ kind, statement: statement.slice(0, 2000) }]
}

/** Quoted text may itself pass judgement; the check would refuse it. */
function isFactual(sentence: string): boolean {
  return accusingWords(sentence).length === 0
}
