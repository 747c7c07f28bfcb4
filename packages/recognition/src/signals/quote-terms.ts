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

/** A term of the listing with its language and meaning. */
export function quoted(hit: TermHit): Quote {
  const { term, language } = hit.term
  const meaning = (hit.gloss ?? term.meaning).replace(/\.$/, '')
  const note = onlyTranslated.test(meaning) ? notes[term.kind] : undefined
  return { text: textOf(hit), language, meaning, ...(note !== undefined && { note }) }
}
