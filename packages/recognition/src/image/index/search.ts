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

/** A number for each picture, all 0 before and after a look. */
export interface Tally {
  scores: Float32Array
  /** Pairs of the feature that is looked for. */
  own: Uint16Array
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
  { scores, own }: Tally,
): { hits: Hits; touched: number[] } {
  const hits: Hits = { count: 0, numbers: new Int32Array(4096) }
  const touched: number[] = []
  for (let feature = 0; feature * NEIGHBOURS < words.length; feature++) {
    const first = hits.count
    for (let j = feature * NEIGHBOURS; j < (feature + 1) * NEIGHBOURS; j++) {
      const word = words[j] as number
      postings.scan(word, signatures[j] as bigint, LIMIT, (picture, other, distance) => {
        own[picture] = (own[picture] as number) + 1
        enter(hits, picture, feature, other, distance)
      })
    }
    const entries = postings.count(words[feature * NEIGHBOURS] as number)
    const rarity = Math.log(1 + total / (1 + entries)) ** 2
    weigh(hits, first, rarity, { scores, own }, touched)
    for (let i = first; i < hits.count; i++) own[hits.numbers[4 * i] as number] = 0
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
  rarity: number,
  { scores, own }: Tally,
  touched: number[],
): void {
  for (let i = first; i < hits.count; i++) {
    const picture = hits.numbers[4 * i] as number
    const alike = own[picture] as number
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

/** The best so many of what was touched, best first, equal ones by their number; their scores are taken out. */
export function bestOf(
  touched: readonly number[],
  most: number,
  takeScore: (picture: number) => number,
): { picture: number; score: number }[] {
  const best: { picture: number; score: number }[] = []
  for (const picture of touched) {
    const score = takeScore(picture)
    const isBefore = (other: { picture: number; score: number } | undefined): boolean =>
      other === undefined ||
      score > other.score ||
      (score === other.score && picture < other.picture)
    if (best.length === most && !isBefore(best.at(-1))) continue
    let place = best.length
    while (place > 0 && isBefore(best[place - 1])) place--
    best.splice(place, 0, { picture, score })
    if (best.length > most) best.pop()
  }
  return best
}

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
