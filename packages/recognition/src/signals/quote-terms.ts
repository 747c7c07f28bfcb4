import { textOf, type TermHit } from '../reading/index.ts'

/** The lexicons' languages as readers call them. */
const languages: Readonly<Record<string, string>> = {
  ar: 'Arabic',
  de: 'German',
  en: 'English',
  'en-x-mt': 'machine-translated Chinese',
  es: 'Spanish',
  fa: 'Persian',
  fr: 'French',
  hi: 'Hindi',
  id: 'Indonesian',
  it: 'Italian',
  ja: 'Japanese',
  ko: 'Korean',
  pl: 'Polish',
  pt: 'Portuguese',
  ru: 'Russian',
  th: 'Thai',
  tr: 'Turkish',
  uk: 'Ukrainian',
  vi: 'Vietnamese',
  zh: 'Chinese',
}

/** Why words count that are no more than translated; what speaks of copies says it itself. */
const known: Partial<Record<TermHit['term']['term']['kind'], string>> = {
  'coded-invitation': 'a phrase known from offers of copies',
  'logo-later': 'the mark is kept off the goods or the pictures until they are sold',
  'source-claim': 'an origin that is claimed of copies, too',
  inspection: 'a claim that is made of copies, too',
}
const onlyTranslated = /^‘[^’]*’$/

/** A word of the offer with its language and what it means: "“Replika” (Turkish): ‘replica’". */
export function quoted(hit: TermHit): string {
  const { term, language } = hit.term
  const meaning = (hit.gloss ?? term.meaning).replace(/\.$/, '')
  const why = onlyTranslated.test(meaning) ? known[term.kind] : undefined
  return `“${textOf(hit)}” (${languages[language] ?? language}): ${meaning}${why === undefined ? '' : `, ${why}`}`
}
