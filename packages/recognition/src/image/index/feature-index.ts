import type { Features } from '../features/describe.ts'
import { logOddsOf } from '../geometry/judge.ts'
import { verify, type Verified } from '../geometry/verify.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { pairsOf, placesIn } from './pairs.ts'
import { placesOf, type Picture } from './pictures.ts'
import { MOST_FEATURES, Postings } from './postings.ts'
import {
  bestOf,
  grouped,
  NEIGHBOURS,
  search,
  type Candidate,
  type Hits,
  type Tally,
} from './search.ts'

/** A reference that a query shows, whole or in part. */
export interface FeatureMatch extends Verified {
  name: string
  /** Log-odds that both show the same photograph. */
  logOdds: number
}

/** So many candidates are held against the query point by point. */
const CANDIDATES = 16
const FEWEST_PAIRS = 4
/** More features of one picture under one word are a pattern; the rest of them tell nothing new. */
const PATTERN = 6
const LEFT_OUT = 0xffff

/** References as local features. They come and go at any time. */
export class FeatureIndex {
  private readonly vocabulary: Vocabulary
  private readonly most: number
  private readonly postings: Postings
  private readonly pictures: (Picture | undefined)[] = []
  private readonly numbers = new Map<string, number>()
  private readonly free: number[] = []
  private features = 0
  private tally = tallyOf(1024)

  /** @param most features that are kept of a reference: room is dear where there are many references */
  constructor(vocabulary: Vocabulary, { most = MOST_FEATURES } = {}) {
    this.vocabulary = vocabulary
    this.most = Math.min(most, MOST_FEATURES)
    this.postings = new Postings(vocabulary.size)
  }

  get size(): number {
    return this.numbers.size
  }

  /** A reference is found from now on. One of the same name is replaced. */
  add(name: string, described: Features): void {
    this.remove(name)
    const number = this.free.pop() ?? this.pictures.length
    if (number >= this.tally.own.length) this.tally = tallyOf(2 * this.tally.own.length)
    // A reference has fewer features than a query is asked by: room is dear, time is not.
    const count = Math.min(described.count, this.most)
    const named = this.vocabulary.name(described.descriptors.subarray(0, 128 * count), 1, false)
    const words = Uint16Array.from(named.words)
    leaveOutPatterns(words)
    words.forEach((word, feature) => {
      if (word === LEFT_OUT) return
      this.postings.add(word, named.signatures[feature] ?? 0n, number, feature)
    })
    const { width, height } = described
    const places = placesOf({ ...described, count })
    this.pictures[number] = { name, width, height, count, words, places }
    this.numbers.set(name, number)
    this.features += count
  }

  /** False where there is no reference of this name. */
  remove(name: string): boolean {
    const number = this.numbers.get(name)
    const picture = number === undefined ? undefined : this.pictures[number]
    if (number === undefined || !picture) return false
    for (const word of new Set(picture.words)) {
      if (word !== LEFT_OUT) this.postings.remove(word, number)
    }
    this.numbers.delete(name)
    this.pictures[number] = undefined
    this.free.push(number)
    this.features -= picture.count
    return true
  }

  /** The references that the picture shows, whole, in part or mirrored: one entry each, surest first. */
  match(query: Features, { top = 10 } = {}): FeatureMatch[] {
    const candidates = [false, true]
      .flatMap((mirrored) => this.candidates(query, mirrored))
      .sort((a, b) => b.score - a.score || a.picture - b.picture)
      .slice(0, CANDIDATES)
    const places = placesOf(query)
    const best = new Map<string, FeatureMatch>()
    for (const group of grouped(candidates)) {
      for (const match of this.verified({ ...query, places }, group)) {
        if (match.logOdds > (best.get(match.name)?.logOdds ?? -Infinity))
          best.set(match.name, match)
      }
    }
    return [...best.values()]
      .sort((a, b) => b.logOdds - a.logOdds || (a.name < b.name ? -1 : 1))
      .slice(0, top)
  }

  private candidates(query: Features, mirrored: boolean): Candidate[] {
    const words = this.vocabulary.name(query.descriptors, NEIGHBOURS, mirrored)
    const { hits, touched } = search(this.postings, words, this.features, this.tally)
    const best = bestOf(touched, CANDIDATES, (picture) => {
      const score = this.tally.scores[picture] ?? 0
      this.tally.scores[picture] = 0
      // What has more features has more that are like another's by chance.
      return score / Math.sqrt((this.pictures[picture]?.count ?? 0) + 50)
    })
    return best.map((one) => ({ ...one, mirrored, hits }))
  }

  private *verified(
    query: Features & { places: Uint16Array },
    group: { mirrored: boolean; hits: Hits; pictures: Map<number, number[]> },
  ): Generator<FeatureMatch> {
    const { mirrored, hits } = group
    const there = { ...query, places: placesIn(query, mirrored) }
    for (const [picture, own] of group.pictures) {
      const reference = this.pictures[picture]
      if (!reference || own.length < FEWEST_PAIRS) continue
      const here = { ...reference, places: placesIn(reference, false) }
      const pairs = pairsOf(hits, own, query, there.places, reference, here.places, mirrored)
      const verified = verify(pairs, there, here, mirrored)
      if (!verified) continue
      yield { ...verified, name: reference.name, logOdds: logOddsOf(verified.evidence) }
    }
  }
}

function tallyOf(pictures: number): Tally {
  return { scores: new Float32Array(pictures), own: new Uint16Array(pictures) }
}

// Features come strongest first, so those of a pattern that stay are its strongest.
function leaveOutPatterns(words: Uint16Array): void {
  const seen = new Map<number, number>()
  words.forEach((word, i) => {
    const before = seen.get(word) ?? 0
    seen.set(word, before + 1)
    if (before >= PATTERN) words[i] = LEFT_OUT
  })
}
