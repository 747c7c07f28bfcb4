import type { Quote, QuoteNote } from '#contract'
import { textOf, type TermHit } from '../listing-text/index.ts'

/** The reason for which a term counts, if its meaning is a mere translation; terms about copies need none. */
const notes: Partial<Record<TermHit['term']['term']['kind'], QuoteNote>> = {
  'coded-invitation': 'coded-invitation',
  'logo-later': 'logo-later',
  'source-claim': 'source-claim',
  inspection: 'inspection',
}
const onlyTranslated = /^‘[^’]*’$/

/**
 * Orders terms by how well their language explains the listing. Terms of several languages read the same word: it is
 * one of the language in which most of the listing's terms are, of several an English one, which sellers everywhere use.
 */
export function byLanguageOf(hits: readonly TermHit[]): (a: TermHit, b: TermHit) => number {
  const places = new Map<string, Set<string>>()
  for (const hit of hits) {
    const language = languageOf(hit)
    const languagePlaces = places.get(language) ?? new Set()
    places.set(language, languagePlaces.add(`${hit.field.name} ${hit.start} ${hit.end}`))
  }
  const countOf = (hit: TermHit): number => places.get(languageOf(hit))?.size ?? 0
  const isEnglish = (hit: TermHit): number => (languageOf(hit) === 'en' ? 1 : 0)
  return (a, b) => countOf(b) - countOf(a) || isEnglish(b) - isEnglish(a)
}

/** Machine-translated English is English. */
function languageOf({ term: { language } }: TermHit): string {
  return language.split('-', 1)[0] ?? language
}

/** A term of the listing with its language and meaning. */
export function quoted(hit: TermHit): Quote {
  const { term, language } = hit.term
  const meaning = (hit.gloss ?? term.meaning).replace(/\.$/, '')
  const note = onlyTranslated.test(meaning) ? notes[term.kind] : undefined
  return { text: textOf(hit), language, meaning, ...(note !== undefined && { note }) }
}
