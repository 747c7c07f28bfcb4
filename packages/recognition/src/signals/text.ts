import type { Guard, Strength, TermKind } from '#contract'
import { REFERRED, type Mention } from '../brand/index.ts'
import {
  gap,
  textOf,
  type Field,
  type GuardHit,
  type Reading,
  type TermHit,
} from '../listing-text/index.ts'
import { byLanguageOf, quoted } from './quote-terms.ts'
import { evidenceAt, type Draft } from './signal.ts'
import type { SignalCode } from '../signal-codes.ts'

const weightOf: Record<Strength, number> = { S: 3.7, M: 1.3, W: 0.3 }
const weaker: Record<Strength, Strength> = { S: 'M', M: 'W', W: 'W' }

type TextCode = Extract<SignalCode, `text.${string}`>

/** What buyers say is no word of the seller. */
type SellersKind = Exclude<TermKind, 'buyer-verdict' | 'buyer-comparison'>

const codeOf: Record<SellersKind, TextCode> = {
  replica: 'text.replica-term',
  grade: 'text.quality-grade',
  batch: 'text.batch-code',
  inspection: 'text.passes-inspection',
  'logo-later': 'text.logo-later',
  'coded-invitation': 'text.coded-invitation',
  contact: 'text.off-platform-contact',
  'source-claim': 'text.source-claim',
  agent: 'text.shopping-agent',
}

// A brand that the goods only fit, or that is only talked about, makes the same
// words weigh less; so does no brand at all.
const weightInRole = {
  offered: 1,
  'compared-with': 0.8,
  'compatible-with': 0.5,
  mentioned: 0.35,
  none: 0.5,
}

/** A further kind of term adds less: sellers of fakes string many together. */
const FURTHER_KIND = 0.8

/** Sure enough of a brand to read "A货" as a copy of it and not as a jade grade. */
const SURE_OF_BRAND = 0.8

/** A term hit after its guards were applied. */
export interface GuardedTerm {
  hit: TermHit
  strength: Strength
  /** The guard that quieted the term, with the place that shows it. */
  quietedBy?: { guard: Guard; place?: GuardHit }
}

/** Applies every term's guards; buyers' words in reviews are treated alike. */
export function guardTerms(reading: Reading, mentions: readonly Mention[]): GuardedTerm[] {
  if (reading.terms.length === 0) return []
  const brandSure = mentions.some(
    (mention) => mention.confidence >= SURE_OF_BRAND && mention.role === 'offered',
  )
  return reading.terms.map((hit) => guarded(hit, reading.guards, brandSure))
}

function guarded(hit: TermHit, places: readonly GuardHit[], brandSure: boolean): GuardedTerm {
  let { strength } = hit.term.term
  for (const guard of hit.term.quantityGuards) {
    if ((guard.unlessBrand && brandSure) || !isBesideNumber(guard, hit)) continue
    if (guard.effect === 'suppress') return { hit, strength, quietedBy: { guard } }
    strength = weaker[strength]
  }
  const weakened = new Set<Guard>()
  for (const place of places) {
    const { guard } = place
    if ((guard.unlessBrand && brandSure) || weakened.has(guard)) continue
    if (!hit.term.guards.has(guard) || !guardApplies(guard, place, hit)) continue
    if (guard.effect === 'suppress') return { hit, strength, quietedBy: { guard, place } }
    weakened.add(guard)
    strength = weaker[strength]
  }
  return { hit, strength }
}

function isBesideNumber({ quantity }: Guard, { field, start, end }: TermHit): boolean {
  return quantity === 'before'
    ? /[0-9０-９]\s?$/u.test(field.text.slice(Math.max(0, start - 3), start))
    : /^[\s-]?[0-9０-９]/u.test(field.text.slice(end, end + 3))
}

/** Furthest a guard of a field reaches, in characters: most of a title, a sentence of a description. */
const FIELD_REACH = 60
/** A text that teaches goes on for longer. */
const GLOBAL_REACH = 200
/** Fields that say what is on offer as a whole, and so what the words of every other field are about. */
const ABOUT_ALL: ReadonlySet<Field['kind']> = new Set(['title', 'category', 'attribute', 'brand'])

function guardApplies(guard: Guard, place: GuardHit, hit: TermHit): boolean {
  if (place.field !== hit.field) return guard.where === 'listing' && ABOUT_ALL.has(place.field.kind)
  switch (guard.where) {
    case 'listing':
    case 'field':
      return gap(place, hit) <= (guard.global ? GLOBAL_REACH : FIELD_REACH)
    case 'before':
      return place.end <= hit.start && gap(place, hit) <= guard.within
    case 'after':
      return place.start >= hit.end && gap(place, hit) <= guard.within
    case 'near':
      return gap(place, hit) <= guard.within
  }
}

/** Signals from words that state or suggest that the goods are copies. */
export function textSignals(
  guarded: readonly GuardedTerm[],
  mentions: readonly Mention[],
): Draft[] {
  if (guarded.length === 0) return []
  const role = mentions.find((mention) => mention.confidence >= REFERRED)?.role ?? 'none'
  const byLanguage = byLanguageOf(guarded.map(({ hit }) => hit))
  const byKind = new Map<TermKind, GuardedTerm[]>()
  const quieted: GuardedTerm[] = []
  for (const term of guarded) {
    const { kind, needsBrand, reviewsOnly } = term.hit.term.term
    if (reviewsOnly || kind === 'buyer-verdict' || kind === 'buyer-comparison') continue
    if (term.quietedBy !== undefined) quieted.push(term)
    else if (role !== 'none' || !needsBrand) {
      const same = byKind.get(kind)
      if (same === undefined) byKind.set(kind, [term])
      else same.push(term)
    }
  }
  const strongest = [...byKind.entries()]
    .map(([kind, terms]) => {
      const best = terms.reduce((a, b) => {
        const more = weightOf[b.strength] - weightOf[a.strength]
        return more > 0 || (more === 0 && byLanguage(a.hit, b.hit) > 0) ? b : a
      })
      return { kind, best, terms }
    })
    .sort((a, b) => weightOf[b.best.strength] - weightOf[a.best.strength])
  const drafts = strongest.map(({ kind, best, terms }, order): Draft => {
    const { term } = best.hit.term
    return {
      code: codeOf[kind as SellersKind],
      weight:
        weightOf[best.strength] * weightInRole[role] * (order === 0 ? 1 : FURTHER_KIND ** order),
      // A machine reads pictures: a word found only there is not near-conclusive.
      strong: best.strength === 'S' && terms.some(isStrongInWords),
      contextOnly: best.strength === 'W',
      evidence: evidenceAt(
        [best.hit, ...terms.filter((other) => other !== best).map((other) => other.hit)],
        {
          reference: term.id,
          params: quoted(best.hit),
        },
      ),
    }
  })
  return [...drafts, ...distinct(quieted).slice(0, 5).map(quietedSignal)]
}

function isStrongInWords({ strength, hit }: GuardedTerm): boolean {
  return strength === 'S' && hit.field.kind !== 'picture'
}

/** One of each: the same word may occur in many places, quieted by the same words. */
function distinct(quieted: readonly GuardedTerm[]): GuardedTerm[] {
  const seen = new Set<string>()
  return quieted.filter(({ hit, quietedBy }) => {
    const key = `${textOf(hit).toLowerCase()} ${quietedBy?.guard.id ?? ''}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function quietedSignal({ hit, quietedBy }: GuardedTerm): Draft {
  const guard = quietedBy?.guard
  const place = quietedBy?.place
  return {
    code: 'guard.term-quieted',
    weight: 0,
    evidence: evidenceAt(place === undefined ? [hit] : [hit, place], {
      reference: guard?.id,
      params: {
        text: textOf(hit),
        meaning: guard?.meaning ?? 'benign context',
        ...(place !== undefined && { beside: textOf(place) }),
      },
    }),
  }
}
