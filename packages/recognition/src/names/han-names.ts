import type { Borders, Piece } from './script-pieces.ts'
import type { Candidate, KnownName, TitleFacts } from './name-spans.ts'
import { plainHan, type WordGroup, type WordLists } from './title-words.ts'

/**
 * The score of each explanation of Han characters, relative to leaving them unexplained: the best segmentation of a
 * run into words and names is the one with the highest sum.
 */
const weights = {
  /** A listed word, for each character and in all. */
  listed: 2.4,
  listedAll: -1,
  /** A word of the segmenter's dictionary, likewise. */
  dictionary: 1.2,
  dictionaryAll: 0.3,
  /** A listed word of one character. */
  single: 0.7,
  brand: 7,
  otherName: 6.5,
  ambiguous: 2.5,
  /** The listed words have that everyday word. */
  alsoListed: -1.5,
  /** A known name whose edge cuts a dictionary word, by its length. */
  cutShort: -4,
  cutLong: -1.3,
  /** How much the place counts for known names. */
  knownStart: 0.5,
  knownEnd: 0.3,
  unlisted: -3.9,
  /** By characters. */
  lengths: [0, 0, -0.2, 0.2, 0, -2],
  // Where it begins.
  atStart: 3,
  afterSeparator: 0.5,
  afterDigit: 0,
  afterSelling: 1,
  afterFirstSelling: 2,
  afterLatinName: 3,
  afterLatin: 1.8,
  afterName: -0.5,
  inside: -1.5,
  // The following text.
  beforeGoods: 0.8,
  beforeWord: 0.4,
  beforeDictionary: 0.1,
  beforeSeparator: 0.8,
  beforeLatin: 0.6,
  beforeDigit: 0.2,
  beforeShop: 3,
  beforeStray: -1.2,
  /** A dictionary word inside a supposed name. */
  coversListed: -1,
  coversDictionary: -0.5,
  /** It is itself a dictionary word. */
  isDictionary: -0.5,
  /** Another name is known elsewhere in the title. */
  besideKnown: -1.3,
  print: -4,
} as const

/** An unlisted name has from 2 to this many characters. */
const MAX_NAME_LENGTH = 5

/** Groups of words that often precede a maker's name. */
const leading: ReadonlySet<WordGroup> = new Set(['selling', 'places', 'time'])
const shops = /^(?:旗舰|专柜|官方|专卖|专营|牌|品牌|有限公司|集团)/u
const digit = /\p{Nd}/u
const latin = /\p{Script=Latin}/u

interface HanSources {
  text: string
  piece: Piece
  knownAt: ReadonlyMap<number, readonly KnownName[]>
  latin: Borders
  words: WordLists
  facts: TitleFacts
}

interface Listed {
  to: number
  group: WordGroup
}

/** The best explanation of the characters up to a place, by its last step. */
interface Step {
  score: number
  from: number
  as: WordGroup | 'stray' | 'dictionary' | 'name'
  name: Candidate | undefined
}

/** Finds the names in one run of Han characters. */
export function hanNames(sources: HanSources): Candidate[] {
  const run = new Run(sources)
  const names: Candidate[] = []
  for (let at = run.length; at > 0;) {
    const step = run.steps[at] as Step
    if (step.name !== undefined) names.push(step.name)
    at = step.from
  }
  return names.reverse()
}

class Run {
  readonly length: number
  readonly steps: Step[]
  /** The characters in Simplified form. */
  private readonly chars: string[]
  /** Offset in the title of each character, and of the end. */
  private readonly offsets: number[]
  private readonly listed: Listed[][]
  /** Where the dictionary word that begins here ends; 0 inside of words. */
  private readonly wordEnd: Uint32Array
  private readonly sources: HanSources

  constructor(sources: HanSources) {
    this.sources = sources
    const { piece, text } = sources
    const run = text.slice(piece.start, piece.end)
    const written = Array.from(run)
    this.chars = written.map(plainHan)
    this.length = written.length
    this.offsets = [piece.start]
    let offset = piece.start
    for (const char of written) this.offsets.push((offset += char.length))
    this.wordEnd = this.segment(run)
    this.listed = this.chars.map((_, from) => this.listedAt(from))
    this.steps = Array.from({ length: this.length + 1 }, (_, at) => ({
      score: at === 0 ? 0 : -Infinity,
      from: 0,
      as: 'stray',
      name: undefined,
    }))
    for (let from = 0; from < this.length; from++) {
      this.stepWords(from)
      const start = this.startScore(from)
      this.stepKnown(from, start)
      this.stepUnlisted(from, start)
    }
  }

  private segment(run: string): Uint32Array {
    const ends = new Uint32Array(this.length + 1)
    let at = 0
    for (const { segment } of this.sources.words.segment(run)) {
      const count = Array.from(segment).length
      ends[at] = at + count
      at += count
    }
    ends[this.length] = this.length
    return ends
  }

  private listedAt(from: number): Listed[] {
    const listed: Listed[] = []
    for (let to = Math.min(this.length, from + this.sources.words.longest); to > from; to--) {
      const group = this.sources.words.group(this.chars.slice(from, to).join(''))
      if (group !== undefined) listed.push({ to, group })
    }
    return listed
  }

  private step(from: number, to: number, gain: number, as: Step['as'], name?: Candidate): void {
    const score = (this.steps[from] as Step).score + gain
    if (score > (this.steps[to] as Step).score) this.steps[to] = { score, from, as, name }
  }

  private isDictionaryWord(from: number): boolean {
    return (this.wordEnd[from] as number) - from > 1
  }

  private stepWords(from: number): void {
    this.step(from, from + 1, 0, 'stray')
    for (const { to, group } of this.listed[from] as Listed[]) {
      const gain =
        to === from + 1 ? weights.single : weights.listed * (to - from) + weights.listedAll
      this.step(from, to, gain, group)
    }
    if (!this.isDictionaryWord(from)) return
    const to = this.wordEnd[from] as number
    this.step(from, to, weights.dictionary * (to - from) + weights.dictionaryAll, 'dictionary')
  }

  private stepKnown(from: number, start: number): void {
    const offset = this.offsets[from] as number
    for (const known of this.sources.knownAt.get(offset) ?? []) {
      const to = this.indexOf(known.end, from)
      if (to === undefined) continue
      const length = to - from
      let score =
        weights[known.ambiguous ? 'ambiguous' : known.kind === 'brand' ? 'brand' : 'otherName']
      const listed = this.listed[from] as Listed[]
      if (known.ambiguous && listed.some((word) => word.to === to)) score += weights.alsoListed
      score += weights.knownStart * start + weights.knownEnd * this.endScore(to)
      const cut = this.wordEnd[from] === 0 || this.wordEnd[to] === 0
      if (cut) score += length <= 2 ? weights.cutShort : weights.cutLong
      this.step(from, to, score, 'name', {
        start: offset,
        end: known.end,
        kind: known.kind,
        brand: known.brand,
        score: score - 3,
      })
    }
  }

  /** The place of an offset in the run; undefined beyond its end. */
  private indexOf(offset: number, from: number): number | undefined {
    for (let at = from + 1; at <= this.length; at++) {
      if (this.offsets[at] === offset) return at
      if ((this.offsets[at] as number) > offset) break
    }
    return undefined
  }

  private stepUnlisted(from: number, start: number): void {
    const { words, facts } = this.sources
    const first = this.offsets[from] as number
    let covered = 0
    for (let to = from + 1; to <= Math.min(this.length, from + MAX_NAME_LENGTH); to++) {
      covered += this.coveredBy(from, to)
      const length = to - from
      if (length < 2 || words.group(this.chars.slice(from, to).join('')) !== undefined) continue
      const end = this.offsets[to] as number
      let score = weights.unlisted + start + this.endScore(to) + covered
      score += words.nameLikelihood(this.chars, from, to)
      score += weights.lengths[length] as number
      if (this.wordEnd[from] === to) score += weights.isDictionary
      if (facts.firstKnownEnd <= first - 2 || facts.lastKnownStart >= end + 2)
        score += weights.besideKnown
      if (facts.print) score += weights.print
      if (score > 0)
        this.step(from, to, score, 'name', {
          start: first,
          end,
          kind: 'unlisted',
          brand: undefined,
          score,
        })
    }
  }

  /** The penalty for a name over the words that end at `to` and begin at or behind `from`. */
  private coveredBy(from: number, to: number): number {
    let cost = 0
    for (let at = from; at < to - 1; at++) {
      if ((this.listed[at] as Listed[]).some((word) => word.to === to)) cost += weights.coversListed
      if (this.wordEnd[at] === to) cost += weights.coversDictionary
    }
    return cost
  }

  private startScore(from: number): number {
    const { text, piece, facts, latin: latinNames } = this.sources
    const atStart = piece.start === facts.first
    if (from === 0) {
      if (atStart) return weights.atStart
      const name = latinNames.before(piece.start)
      if (name !== undefined) return name ? weights.afterLatinName : weights.afterLatin
      return digit.test(text.charAt(piece.start - 1)) ? weights.afterDigit : weights.afterSeparator
    }
    const before = this.steps[from] as Step
    if (before.as === 'name') return weights.afterName
    if (!leading.has(before.as as WordGroup)) return weights.inside
    return atStart && before.from === 0 ? weights.afterFirstSelling : weights.afterSelling
  }

  private endScore(to: number): number {
    if (to === this.length) {
      const next = this.sources.text.charAt(this.sources.piece.end)
      if (digit.test(next)) return weights.beforeDigit
      return latin.test(next) ? weights.beforeLatin : weights.beforeSeparator
    }
    if (shops.test(this.chars.slice(to, to + 4).join(''))) return weights.beforeShop
    const word = (this.listed[to] as Listed[]).find(
      (listed) => listed.to - to > 1 || listed.group === 'goods',
    )
    if (word !== undefined) return word.group === 'goods' ? weights.beforeGoods : weights.beforeWord
    return this.isDictionaryWord(to) ? weights.beforeDictionary : weights.beforeStray
  }
}
