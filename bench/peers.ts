import { createRequire } from 'node:module'
import { remove as withoutConfusables } from 'confusables'
import AhoCorasick from 'modern-ahocorasick'
import type { Listing } from '@touchstone/contract'
import { lexicons, starterPack, type Screener } from '@touchstone/recognition'
import {
  createFoldedText,
  fold,
  Hits,
  PhraseIndex,
} from '../packages/recognition/src/text/index.ts'

/** Something that finds names and terms in a text. */
export interface Peer {
  name: string
  /** Milliseconds for preparation; NaN if not comparable. */
  ready: number
  /** The kind of its results. */
  finds: 'hits' | 'signals'
  /** Reads a title and its description, and returns the number of results. */
  count: (title: string, description: string) => number
  /** Ids of the brands that a title names; left out where only the time is of interest. */
  brands?: (title: string) => Iterable<string>
}

type Cure = (text: string) => { toString(): string }
interface RE2Module {
  RE2: new (
    pattern: string,
    flags: string,
  ) => { match(text: string): (string | undefined)[] | null }
}

const require = createRequire(import.meta.url)

/** decancer, where someone installed it: the registry lacks packages that a lock file of it must name. */
function optionalCure(): Cure[] {
  try {
    return [require('decancer') as Cure]
  } catch {
    return []
  }
}

/** Brands by their lower-cased names and aliases; terms name none. */
function brandsByForm(): Map<string, Set<string>> {
  const byForm = new Map<string, Set<string>>()
  for (const brand of starterPack.flatMap((pack) => pack.brands))
    for (const text of [brand.name, ...brand.aliases.map((alias) => alias.text)]) {
      const form = text.toLowerCase()
      const ids = byForm.get(form)
      if (ids === undefined) byForm.set(form, new Set([brand.id]))
      else ids.add(brand.id)
    }
  for (const text of lexicons.flatMap((lexicon) => lexicon.terms.flatMap(({ forms }) => forms))) {
    const form = text.replace(/^\*|\*$/g, '').toLowerCase()
    if (!byForm.has(form)) byForm.set(form, new Set())
  }
  return byForm
}

/**
 * One alternation in which the longest form goes first where several fit. The
 * word borders are those of ASCII, which both regular-expression engines know
 * and which hold no Chinese name back.
 */
function alternation(forms: readonly string[]): string {
  const byBorders = Map.groupBy(forms, (form) => `${borderAt(form, 0)} ${borderAt(form, -1)}`)
  return [...byBorders]
    .map(([borders, group]) => {
      const [before = '', after = ''] = borders.split(' ')
      const escaped = group.map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      return `${before}(?:${escaped.join('|')})${after}`
    })
    .join('|')
}

function borderAt(form: string, at: number): string {
  return /^\w$/.test(form.at(at) ?? '') ? '\\b' : ''
}

/** RE2 as WebAssembly has 16 MiB for all its patterns and ends for good where they do not do. */
const RE2_FORMS = 1000

/** A copy of the module with separate memory. */
function freshRE2(): RE2Module['RE2'] {
  for (const path of Object.keys(require.cache))
    if (path.includes('re2-wasm')) delete require.cache[path]
  return (require('re2-wasm') as RE2Module).RE2
}

function slices<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  )
}

/** Touchstone and its peers over the same forms: all brand names and all terms. */
export function peers(screener: Screener): { all: Peer[]; brandIds: string[] } {
  const byForm = brandsByForm()
  // Backwards, a form comes before those that it begins with; neighbours share beginnings.
  const forms = [...byForm.keys()].sort().reverse()
  const finder = (name: string, make: () => (text: string) => string[]): Peer => {
    const from = performance.now()
    const find = make()
    return {
      name,
      ready: performance.now() - from,
      finds: 'hits',
      count: (title, description) => find(`${title}\n${description}`).length,
      brands: (title) => new Set(find(title).flatMap((form) => [...(byForm.get(form) ?? [])])),
    }
  }
  const all = [
    matchingAlone(forms),
    engine(screener),
    finder('modern-ahocorasick on lower-cased text', () => {
      const automaton = new AhoCorasick(forms, { boundary: 'ascii-edge' })
      return (text) => automaton.search(text.toLowerCase()).map(({ pattern }) => pattern)
    }),
    finder('confusables, then modern-ahocorasick', () => {
      const automaton = new AhoCorasick(forms, { boundary: 'ascii-edge' })
      return (text) =>
        automaton.search(withoutConfusables(text).toLowerCase()).map(({ pattern }) => pattern)
    }),
    ...optionalCure().map((cure) =>
      finder('decancer, then modern-ahocorasick', () => {
        const automaton = new AhoCorasick(forms, { boundary: 'ascii-edge' })
        return (text) => automaton.search(cure(text).toString()).map(({ pattern }) => pattern)
      }),
    ),
    finder('one alternation RegExp', () => {
      const pattern = new RegExp(alternation(forms), 'giu')
      return (text) => text.match(pattern)?.map((match) => match.toLowerCase()) ?? []
    }),
    finder(`RE2, an alternation for each ${RE2_FORMS} forms`, () => {
      const patterns = slices(forms, RE2_FORMS).map((part) => {
        const RE2 = freshRE2()
        return new RE2(alternation(part), 'giu')
      })
      return (text) =>
        patterns.flatMap(
          (pattern) => pattern.match(text)?.map((match) => (match ?? '').toLowerCase()) ?? [],
        )
    }),
  ]
  return { all, brandIds: [...new Set([...byForm.values()].flatMap((ids) => [...ids]))] }
}

function matchingAlone(forms: readonly string[]): Peer {
  const from = performance.now()
  const index = new PhraseIndex<string>()
  for (const form of forms) index.add(form, form, { fused: false })
  index.build()
  const folded = createFoldedText()
  const hits = new Hits()
  return {
    name: 'touchstone, folding and matching alone',
    ready: performance.now() - from,
    finds: 'hits',
    count: (title, description) => {
      hits.count = 0
      index.scan(fold(`${title}\n${description}`, folded), hits)
      return hits.count
    },
  }
}

function engine(screener: Screener): Peer {
  const assess = (listing: Listing) => screener.screen(listing)
  return {
    name: 'touchstone, the whole engine',
    ready: NaN,
    finds: 'signals',
    count: (title, description) => assess({ id: 'peer', title, description }).signals.length,
    brands: (title) => assess({ id: 'peer', title }).brands.map(({ id }) => id),
  }
}
