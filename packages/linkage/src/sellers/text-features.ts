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

/** The hashes of the features of listings, ascending, and how many of the listings have each. */
export type FeatureCounts = { features: Int32Array; counts: Int32Array }

export function countFeatures(listings: readonly ReadListing[], aspect: TextAspect): FeatureCounts {
  let all = new Int32Array(1024)
  let size = 0
  const add = (hash: number): void => {
    if (size === all.length) {
      const more = new Int32Array(2 * size)
      more.set(all)
      all = more
    }
    all[size++] = hash
  }
  for (const listing of listings) {
    const first = size
    visitors[aspect](listing, (text, start, end) => add(hashOf(text, start, end)))
    // Each counts once for a listing.
    size = first + condense(all.subarray(first, size))
  }
  const counts = new Int32Array(size)
  const distinct = condense(all.subarray(0, size), counts)
  return { features: all.slice(0, distinct), counts: counts.slice(0, distinct) }
}

/** Sorts numbers and keeps one of each at their beginning; returns how many these are. */
function condense(numbers: Int32Array, counts?: Int32Array): number {
  numbers.sort()
  let size = 0
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0
    if (size === 0 || numbers[size - 1] !== number) numbers[size++] = number
    if (counts !== undefined) counts[size - 1] = (counts[size - 1] ?? 0) + 1
  }
  return size
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
