import type { ReadListing } from './read-listing.ts'
import { hashOf } from './text-hash.ts'

/** What is compared by the features that accounts share. */
export const textAspects = ['words', 'letters', 'prices'] as const
export type TextAspect = (typeof textAspects)[number]

type Visit = (text: string, start: number, end: number) => void

const wordsIn = /[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{N}]/gu

const visitors: Record<TextAspect, (listing: ReadListing, visit: Visit) => void> = {
  words: ({ text }, visit) => {
    let before = ''
    for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(wordsIn)) {
      visit(word, 0, word.length)
      if (before !== '') visit(`${before} ${word}`, 0, before.length + 1 + word.length)
      before = word
    }
  },
  letters: ({ text }, visit) => {
    const letters = ` ${text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')} `
    for (let at = 0; at + 4 <= letters.length; at++) visit(letters, at, at + 4)
  },
  prices: ({ price }, visit) => {
    if (price !== undefined) visit(price, 0, price.length)
  },
}

/** The hash of each feature of listings, and how many of the listings have it. */
export function countFeatures(
  listings: readonly ReadListing[],
  aspect: TextAspect,
): Map<number, number> {
  const counts = new Map<number, number>()
  for (const listing of listings) {
    const own = new Set<number>()
    visitors[aspect](listing, (text, start, end) => own.add(hashOf(text, start, end)))
    for (const feature of own) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  return counts
}

/** The features of listings as texts, and how many of the listings have each. */
export function spellFeatures(
  listings: readonly ReadListing[],
  aspect: TextAspect,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const listing of listings) {
    const own = new Set<string>()
    visitors[aspect](listing, (text, start, end) => own.add(text.slice(start, end)))
    for (const feature of own) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  return counts
}
