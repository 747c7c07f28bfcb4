import type { Features } from '../features/describe-features.ts'
import { logOddsOf } from '../geometry/geometry-score.ts'
import type { Places } from '../geometry/model.ts'
import { verify, type Verified } from '../geometry/verify-match.ts'
import type { Vocabulary } from '../visual-vocabulary/feature-words.ts'
import { pairsOf, placesIn } from './feature-pairs.ts'
import { Pictures, placesOf, type Picture } from './image-store.ts'
import { Postings } from './postings.ts'
import { QueryWords, LEFT_OUT, NEIGHBOURS } from './search.ts'

/** A reference that a query shows, whole or in part. */
export interface FeatureMatch extends Verified {
  name: string
  /** Log-odds that both show the same photograph. */
  logOdds: number
}

/** This many candidates are compared with the query feature by feature. */
const CANDIDATES = 16
const MIN_PAIRS = 4
/** Features that are kept of a reference. */
const MAX_FEATURES = 512
/** More features of one picture under one word are a pattern; further ones add no information. */
const PATTERN = 6

/** A reference that has features like those of the query. */
interface Candidate {
  picture: number
  score: number
  mirrored: boolean
  queryWords: QueryWords
}

/** References as local features. They come and go at any time. */
export class FeatureIndex {
  private readonly vocabulary: Vocabulary
  private readonly most: number
  private readonly postings: Postings
  private readonly pictures = new Pictures()
  private readonly names: (string | undefined)[] = []
  private readonly numbers = new Map<string, number>()
  private readonly free: number[] = []
  private features = 0

  /** @param most maximum features kept per reference: memory is scarce with many references */
  constructor(vocabulary: Vocabulary, { most = MAX_FEATURES } = {}) {
    this.vocabulary = vocabulary
    this.most = Math.min(most, MAX_FEATURES)
    this.postings = new Postings(vocabulary.size)
  }

  get size(): number {
    return this.numbers.size
  }

  /** A reference is found from now on. One of the same name is replaced. */
  add(name: string, described: Features): void {
    this.remove(name)
    const number = this.free.pop() ?? this.names.length
    // A reference has fewer features than a query is asked by: room is dear, time is not.
    const count = Math.min(described.count, this.most)
    const named = this.vocabulary.name(described.descriptors.subarray(0, 128 * count), 1, false)
    const words = Uint16Array.from(named.words)
    const signatures = new Uint32Array(named.signatures.buffer, named.signatures.byteOffset)
    leaveOutPatterns(words)
    // More features have more that are like another's by chance.
    this.postings.setNorm(number, Math.sqrt(count + 50))
    words.forEach((word, i) => {
      if (word !== LEFT_OUT) this.postings.add(word, signatures[2 * i] as number, number)
    })
    const { width, height } = described
    const places = placesOf({ ...described, count })
    this.pictures.put(number, { width, height, count, words, places, signatures })
    this.names[number] = name
    this.numbers.set(name, number)
    this.features += count
  }

  /** False if no reference has this name. */
  remove(name: string): boolean {
    const number = this.numbers.get(name)
    const picture = number === undefined ? undefined : this.pictures.get(number)
    if (number === undefined || !picture) return false
    for (const word of new Set(picture.words)) {
      if (word !== LEFT_OUT) this.postings.remove(word, number)
    }
    this.features -= picture.count
    this.pictures.remove(number)
    this.numbers.delete(name)
    this.names[number] = undefined
    this.free.push(number)
    return true
  }

  /**
   * The references that the picture shows, whole, in part or mirrored: one entry each, surest first. Those of `also`
   * are compared whatever their features' first score.
   */
  match(
    query: Features,
    { top = 10, also = [] }: { top?: number; also?: readonly string[] | undefined } = {},
  ): FeatureMatch[] {
    const either = [false, true].map((mirrored) => this.candidates(query, mirrored))
    const candidates = either
      .flatMap(({ best }) => best)
      .sort((a, b) => b.score - a.score || a.picture - b.picture)
      .slice(0, CANDIDATES)
    const looked = new Set(
      candidates.map(({ picture, mirrored }) => 2 * picture + Number(mirrored)),
    )
    for (const picture of also.flatMap((name) => this.numbers.get(name) ?? []))
      for (const { mirrored, queryWords } of either)
        if (!looked.has(2 * picture + Number(mirrored)))
          candidates.push({ picture, score: 0, mirrored, queryWords })
    const picture: Picture = { ...query, places: placesOf(query) }
    const [upright, flipped] = [placesIn(picture, false), placesIn(picture, true)]
    const best = new Map<string, FeatureMatch>()
    for (const candidate of candidates) {
      const match = this.verified(picture, candidate.mirrored ? flipped : upright, candidate)
      if (match && match.logOdds > (best.get(match.name)?.logOdds ?? -Infinity))
        best.set(match.name, match)
    }
    return [...best.values()]
      .sort((a, b) => b.logOdds - a.logOdds || (a.name < b.name ? -1 : 1))
      .slice(0, top)
  }

  private candidates(
    query: Features,
    mirrored: boolean,
  ): { mirrored: boolean; queryWords: QueryWords; best: Candidate[] } {
    const words = this.vocabulary.name(query.descriptors, NEIGHBOURS, mirrored)
    const queryWords = new QueryWords(words, this.vocabulary.size)
    const among = { most: NEIGHBOURS, total: this.features, wanted: CANDIDATES }
    const best = this.postings.score(words.words, queryWords.firstHalves(), among)
    return {
      mirrored,
      queryWords,
      best: best.map((candidate) => ({ ...candidate, mirrored, queryWords })),
    }
  }

  private verified(
    query: Picture,
    there: Places,
    { picture, mirrored, queryWords }: Candidate,
  ): FeatureMatch | undefined {
    const [reference, name] = [this.pictures.get(picture), this.names[picture]]
    const hits = reference ? queryWords.hits(reference) : []
    if (!reference || name === undefined || hits.length < MIN_PAIRS) return undefined
    const here = placesIn(reference, false)
    const pairs = pairsOf(hits, query, there, reference, here, mirrored)
    const { width, height } = query
    const verified = verify(
      pairs,
      { width, height, places: there },
      { ...reference, places: here },
      mirrored,
    )
    return verified && { ...verified, name, logOdds: logOddsOf(verified.evidence) }
  }
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
