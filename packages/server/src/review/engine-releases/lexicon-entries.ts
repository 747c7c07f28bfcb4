import type { Lexicon, LexiconEntryView, EngineReleaseContent, Term } from '@touchstone/contract'
import { amendLexicons, foldToString, lexicons } from '@touchstone/recognition'

const shipped = new Map(lexicons.flatMap(({ terms }) => terms.map((term) => [term.id, term])))

/** Every term under a content, those that are switched off too, by language and id. */
export function entriesOf({ lexicon: amendments }: EngineReleaseContent): LexiconEntryView[] {
  const amended = amendLexicons(lexicons, amendments)
  const guards = new Map(
    amended.flatMap((lexicon) => lexicon.guards).map((guard) => [guard.id, guard]),
  )
  const own = new Set(amendments.terms.map(({ term }) => term.id))
  const off = new Set(amendments.off)
  const entry = (language: string, term: Term): LexiconEntryView => {
    const before = shipped.get(term.id) ?? null
    const isOwn = own.has(term.id)
    const origin = off.has(term.id)
      ? 'off'
      : isOwn
        ? before === null
          ? 'added'
          : 'changed'
        : 'shipped'
    return {
      language,
      term,
      origin,
      guards: term.guards.flatMap((id) => guards.get(id) ?? []),
      shipped: origin === 'changed' ? before : null,
    }
  }
  const removed = lexicons.flatMap(({ language, terms }: Lexicon) =>
    terms.filter(({ id }) => off.has(id)).map((term) => entry(language, term)),
  )
  const there = amended.flatMap(({ language, terms }) => terms.map((term) => entry(language, term)))
  return [...there, ...removed].sort((a, b) => compare(keyOf(a), keyOf(b)))
}

export type LexiconSearch = {
  language?: string | undefined
  search?: string | undefined
  origin?: 'own' | undefined
}

/** Entries whose forms, meaning or id contain the words, regardless of case, width and accents. */
export function matchingEntries(
  entries: readonly LexiconEntryView[],
  { language, search = '', origin }: LexiconSearch,
): LexiconEntryView[] {
  const query = foldToString(search).trim()
  return entries.filter(
    (entry) =>
      (language === undefined || entry.language === language) &&
      (origin === undefined || entry.origin !== 'shipped') &&
      (query === '' || textOf(entry).includes(query)),
  )
}

const texts = new WeakMap<Term, string>()

function textOf({ term }: LexiconEntryView): string {
  let text = texts.get(term)
  if (text === undefined) {
    const { id, meaning, forms } = term
    text = [id, meaning, ...forms].map((line) => foldToString(line)).join('\n')
    texts.set(term, text)
  }
  return text
}

/** The order of a list of terms. */
export function keyOf({ language, term }: LexiconEntryView): string {
  return `${language} ${term.id}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
