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

/** A word of the offer with its language and what it means: "“Replika” (Turkish): ‘replica’". */
export function quoted(hit: TermHit): string {
  const { term, language } = hit.term
  const meaning = (hit.gloss ?? term.meaning).replace(/\.$/, '')
  return `“${textOf(hit)}” (${languages[language] ?? language}): ${meaning}`
}
