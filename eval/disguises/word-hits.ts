import { z } from 'zod'
import { starterPack, type Screener } from '@touchstone/recognition'
import { bareLetters } from './generate-disguise.ts'
import reviewedWords from './reviewed-words.json' with { type: 'json' }
import { wordLists, type WordList } from './word-lists.ts'

const REFERRED = 0.5

const ReviewedWord = z.strictObject({
  word: z.string(),
  brand: z.string(),
  reason: z.string().min(3),
})

export interface WordHit {
  word: string
  languages: string[]
  brand: string
  confidence: number
  /** Whether the word holds none of the brand’s names and aliases as they are written. */
  disguised: boolean
  /** Why the word may rightly name the brand, where someone looked at it and agreed. */
  reviewed?: string
}

export interface WordHitFigures {
  /** Words screened, by language. */
  words: Record<string, number>
  hits: number
  disguised: number
  unreviewed: number
  byBrand: { brand: string; hits: WordHit[] }[]
}

/** A word without case and marks; in scripts other than Latin it is unchanged. */
function spellingOf(text: string): string {
  return bareLetters(text) || text.toLowerCase()
}

const spellings = new Map(
  starterPack
    .flatMap((pack) => pack.brands)
    .map(({ id, name, aliases }) => [
      id,
      [name, ...aliases.map(({ text }) => text)]
        .map(spellingOf)
        .filter((spelling) => spelling.length > 1),
    ]),
)

function isWritten(word: string, brand: string): boolean {
  const spelling = spellingOf(word)
  return (spellings.get(brand) ?? []).some((own) => spelling.includes(own))
}

const keyOf = (word: string, brand: string): string => `${word.toLowerCase()} ${brand}`

/**
 * Screens every word alone as a title and lists those in which the engine finds a brand. A word
 * of a dictionary names a brand only by chance, so each hit is read once and either written down
 * in `reviewed-words.json` or mended.
 */
export function measureWordHits(
  screener: Screener,
  lists: Iterable<WordList> = wordLists(),
): WordHitFigures {
  const reasons = new Map(
    z
      .array(ReviewedWord)
      .parse(reviewedWords)
      .map(({ word, brand, reason }) => [keyOf(word, brand), reason]),
  )
  const words: Record<string, number> = {}
  const hits = new Map<string, WordHit>()
  for (const list of lists) {
    words[list.language] = list.words.length
    for (const word of list.words)
      for (const { id, confidence, form } of screener.screen({ id: word, title: word }).brands) {
        if (confidence < REFERRED) continue
        const key = keyOf(word, id)
        const known = hits.get(key)
        if (known === undefined)
          hits.set(key, {
            word,
            languages: [list.language],
            brand: id,
            confidence,
            disguised: form === 'obfuscated' || !isWritten(word, id),
            reviewed: reasons.get(key),
          })
        else if (!known.languages.includes(list.language)) known.languages.push(list.language)
      }
  }
  const all = [...hits.values()]
  return {
    words,
    hits: all.length,
    disguised: all.filter((hit) => hit.disguised).length,
    unreviewed: all.filter((hit) => hit.reviewed === undefined).length,
    byBrand: [...Map.groupBy(all, (hit) => hit.brand)]
      .map(([brand, list]) => ({ brand, hits: list }))
      .sort((a, b) => b.hits.length - a.hits.length || (a.brand < b.brand ? -1 : 1)),
  }
}
