import type { Words } from '../vocabulary/vocabulary.ts'
import type { Postings } from './postings.ts'

/** A reference that has features like those of the query. */
export interface Candidate {
  picture: number
  mirrored: boolean
  score: number
  hits: Hits
}

/** Signatures may differ in so many of 64 bits; of unlike features half would. */
const LIMIT = 22
/** A word is asked for by so many of its neighbours. */
export const NEIGHBOURS = 2
/** Beyond so many pairs of one feature with one picture the feature tells nothing of it. */
const ALIKE = 12

/** What was found in one look through the words of a query. */
export interface Hits {
  count: number
  /** Four numbers a hit: picture, feature of the query, feature of the picture, distance. */
  numbers: Int32Array
}

/**
 * Adds up in `scores` for each picture what its like features say: rare words more, far signatures less, and less
 * again for each further feature of the same picture that looks the same (Jégou, Douze and Schmid, "On
 * the burstiness of visual elements", 2009), since patterns repeat.
 */
export function search(
  postings: Postings,
  { words, signatures }: Words,
  total: number,
  scores: Float32Array,
): { hits: Hits; touched: number[] } {
  const hits: Hits = { count: 0, numbers: new Int32Array(4096) }
  const touched: number[] = []
  const own = new Map<number, number>()
  for (let feature = 0; feature * NEIGHBOURS < words.length; feature++) {
    const first = hits.count
    own.clear()
    for (let j = feature * NEIGHBOURS; j < (feature + 1) * NEIGHBOURS; j++) {
      const word = words[j] as number
      postings.scan(word, signatures[j] as bigint, LIMIT, (picture, other, distance) => {
        own.set(picture, (own.get(picture) ?? 0) + 1)
        enter(hits, picture, feature, other, distance)
      })
    }
    const entries = postings.count(words[feature * NEIGHBOURS] as number)
    weigh(hits, first, own, Math.log(1 + total / (1 + entries)) ** 2, scores, touched)
  }
  return { hits, touched }
}

function enter(
  hits: Hits,
  picture: number,
  feature: number,
  other: number,
  distance: number,
): void {
  if (4 * hits.count + 4 > hits.numbers.length) {
    const larger = new Int32Array(2 * hits.numbers.length)
    larger.set(hits.numbers)
    hits.numbers = larger
  }
  const at = 4 * hits.count++
  hits.numbers[at] = picture
  hits.numbers[at + 1] = feature
  hits.numbers[at + 2] = other
  hits.numbers[at + 3] = distance
}

function weigh(
  hits: Hits,
  first: number,
  own: Map<number, number>,
  rarity: number,
  scores: Float32Array,
  touched: number[],
): void {
  for (let i = first; i < hits.count; i++) {
    const picture = hits.numbers[4 * i] as number
    const alike = own.get(picture) ?? 1
    if (alike > ALIKE) continue
    if (scores[picture] === 0) touched.push(picture)
    const near = nearness(hits.numbers[4 * i + 3] as number)
    scores[picture] = (scores[picture] as number) + (rarity * near) / Math.sqrt(alike)
  }
}

/** How surely two features are one, from 1 where no bit of their signatures differs. */
export function nearness(distance: number): number {
  return NEARNESS[distance] ?? 0
}

const NEARNESS = Float64Array.from({ length: 65 }, (_, d) => Math.exp(-((d / 16) ** 2)))

/** Candidates of either orientation, each with the numbers of its hits. */
export function grouped(
  candidates: readonly Candidate[],
): { mirrored: boolean; hits: Hits; pictures: Map<number, number[]> }[] {
  return [false, true].flatMap((mirrored) => {
    const own = candidates.filter((candidate) => candidate.mirrored === mirrored)
    const hits = own[0]?.hits
    if (!hits) return []
    const pictures = new Map(own.map(({ picture }) => [picture, [] as number[]]))
    for (let i = 0; i < hits.count; i++) pictures.get(hits.numbers[4 * i] as number)?.push(i)
    for (const list of pictures.values()) sortHits(list, hits.numbers)
    return [{ mirrored, hits, pictures }]
  })
}

// Entries under a word change places as pictures come and go; what is found must not depend on it.
function sortHits(list: number[], numbers: Int32Array): void {
  const key = (i: number) => (numbers[4 * i + 1] as number) * 65536 + (numbers[4 * i + 2] as number)
  list.sort((i, j) => key(i) - key(j))
}
