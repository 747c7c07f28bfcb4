import type { KnownBrand } from '../catalog/index.ts'
import { BitSet, editDistance, mixHash, type FoldedText } from '../text/index.ts'
import { deletionHashes, MAX_WORD_LENGTH, unitsHash, wordHash } from './deletion-hashes.ts'
import { skeleton } from './look-alike-table.ts'
import type { BrandSpelling } from './brand-spelling.ts'
import { NearNamePrefilter } from './near-name-prefilter.ts'

/** A name needs this length before one wrong letter still means it; short names are too similar to words. */
const ONE_EDIT_FROM = 6
/** A model's name is weaker evidence than a brand's, so it must be longer. */
const ONE_EDIT_FROM_MODEL = 8
/** Two short words are each one letter from many others ("red rap", Red Kap). */
const ONE_EDIT_FROM_PHRASE = 9
const TWO_EDITS_FROM = 11
const LOOK_ALIKE_FROM = 4
const DOUBLED_FROM = 5
const SPLIT_FROM = 5
const SPLIT_BY_SPACE_FROM = 6
const MAX_NAME_LENGTH = 28
const SPELLING_BITS = 20
const I = 0x69
const L = 0x6c

interface Entry extends BrandSpelling {
  /** The name's letters in the alphabet of skeletons, without separators. */
  letters: string
  words: number
  edits: number
}

export interface NearName extends BrandSpelling {
  /**
   * `look-alike`: letters that look the same; `doubled`: a letter too often;
   * `misspelt`: one or two edits; `split`: a sign or space inside; `masked`:
   * letters written as x; `fused`: run together with another word.
   */
  how: 'look-alike' | 'doubled' | 'misspelt' | 'split' | 'masked' | 'fused'
}

/** Names of more words are not looked for. */
export const MAX_WORDS = 4

/**
 * Finds names that are spelt nearly right. Each name is stored under the hashes of its spellings with a letter left
 * out, so that a word of the text costs as many look-ups as it has letters, whatever the number of names.
 */
export class NearNames {
  private readonly entries: Entry[] = []
  private keys = new Int32Array(0)
  private values = new Int32Array(0)
  private mask = 0
  private readonly spellings = new BitSet(SPELLING_BITS)
  /** For numbers of words and the first two letters of names, a bit for each of their lengths. */
  private readonly lengths = Array.from({ length: MAX_WORDS + 1 }, () => new Int32Array(26 * 26))
  /** Edges of names: one edit leaves one of them whole, and two edits seldom hurt them all. */
  private readonly edges = new NearNamePrefilter()
  private readonly word = new Uint16Array(MAX_WORD_LENGTH)
  private readonly hashes = new Int32Array(MAX_WORD_LENGTH + 1)
  private readonly inner = new Int32Array(MAX_WORD_LENGTH + 1)
  private readonly rest = new Uint16Array(MAX_WORD_LENGTH)
  private best: NearMatch | undefined
  private readonly misspellingExceptions: ReadonlySet<string>

  /** @param misspellingExceptions words of living languages that are one edit from a name, folded */
  constructor(brands: readonly KnownBrand[], misspellingExceptions: Iterable<string>) {
    this.misspellingExceptions = new Set([...misspellingExceptions].map(skeleton))
    const seen = new Set<string>()
    for (const brand of brands) {
      if (brand.commonWord) continue
      for (const form of brand.forms) {
        if (form.commonWord === true) continue
        if (form.kind !== 'name' && form.kind !== 'official' && form.kind !== 'model') continue
        const folded = form.key.replaceAll('&', ' ')
        if (!/^[a-z]+( [a-z]+){0,3}$/.test(folded) || seen.has(folded)) continue
        const letters = skeleton(folded.replaceAll(' ', ''))
        // Models of several words are many and made of words: near spellings of them are chance.
        if (form.kind === 'model' && folded.includes(' ')) continue
        const shortest = form.kind === 'model' ? ONE_EDIT_FROM_MODEL : LOOK_ALIKE_FROM
        if (letters.length < shortest || letters.length > MAX_NAME_LENGTH) continue
        seen.add(folded)
        const edits =
          letters.length >= TWO_EDITS_FROM && form.kind === 'name'
            ? 2
            : letters.length >= ONE_EDIT_FROM
              ? 1
              : 0
        this.entries.push({ brand, form, letters, words: folded.split(' ').length, edits })
      }
    }
    this.build()
  }

  private build(): void {
    const spellings: number[] = []
    const owners: number[] = []
    this.entries.forEach((entry, index) => {
      this.learnShape(entry)
      eachHash(entry, (hash) => {
        spellings.push(hash)
        owners.push(index)
      })
    })
    let size = 64
    while (size < spellings.length * 2) size *= 2
    this.keys = new Int32Array(size)
    this.values = new Int32Array(size)
    this.mask = size - 1
    spellings.forEach((hash, i) => this.put(hash, owners[i] as number))
  }

  /** Notes where a name's letters begin and end and how many they are. */
  private learnShape({ letters, words, edits }: Entry): void {
    const start = startOf(letters.charCodeAt(0), letters.charCodeAt(1))
    const lengths = this.lengths[words] as Int32Array
    lengths[start] = (lengths[start] as number) | (1 << letters.length)
    const units = Uint16Array.from(letters, (char) => char.charCodeAt(0))
    this.edges.add(units, words, edits, letters.length >= DOUBLED_FROM)
  }

  private put(hash: number, index: number): void {
    this.spellings.add(hash)
    let slot = mixHash(hash) & this.mask
    while (this.values[slot] !== 0) slot = (slot + 1) & this.mask
    this.keys[slot] = hash
    this.values[slot] = index + 1
  }

  /**
   * The name that a word is a near spelling of, or undefined. The word's units
   * have to be letters a to z.
   */
  find(text: FoldedText, from: number, to: number): NearName | undefined {
    if (to - from < LOOK_ALIKE_FROM || to - from > MAX_NAME_LENGTH + 2) return undefined
    const length = this.appendFolded(text, from, to, 0)
    if (!this.edges.has(this.word, length, 1)) return undefined
    return this.findNearest(length, 1, 'word')
  }

  /**
   * The name of which neighbouring words are a near spelling.
   * @param starts first units of the words
   * @param ends units behind them
   * @param first index of the first word
   * @param count number of words, 2 to 4
   * @param joint true if a sign, not a space, is between the first two
   */
  findPhrase(
    text: FoldedText,
    starts: Int32Array,
    ends: Int32Array,
    first: number,
    count: number,
    joint: boolean,
  ): NearName | undefined {
    // Most pairs of words have the beginning and length of no name, which is checked before any letter is compared.
    const from = starts[first] as number
    let length = 0
    for (let k = first; k < first + count; k++)
      length += (ends[k] as number) - (starts[k] as number)
    if (length < SPLIT_FROM || length > MAX_NAME_LENGTH) return undefined
    const second = (ends[first] as number) - from >= 2 ? from + 1 : (starts[first + 1] as number)
    const start = startOf(lower(text, from), lower(text, second))
    const fullHash =
      ((this.lengths[count] as Int32Array)[start] as number) & (0b11111 << (length - 2))
    // A name that a sign or a space cuts has one word less.
    const cut = ((this.lengths[count - 1] as Int32Array)[start] as number) & (1 << length)
    if (fullHash === 0 && cut === 0) return undefined
    let used = 0
    for (let k = first; k < first + count; k++)
      used = this.appendFolded(text, starts[k] as number, ends[k] as number, used)
    const near =
      fullHash !== 0 && this.edges.has(this.word, length, count)
        ? this.findNearest(length, count, 'phrase')
        : undefined
    if (near !== undefined || cut === 0) return near
    return this.findNearest(length, count - 1, joint ? 'cut by a sign' : 'cut by a space')
  }

  /** True for a folded word of a living language that only looks like a name or holds one. */
  isWord(word: string): boolean {
    return this.misspellingExceptions.has(skeleton(word))
  }

  private appendFolded(text: FoldedText, from: number, to: number, at: number): number {
    const { word } = this
    const { units } = text
    for (let i = from; i < to; i++) {
      const unit = units[i] as number
      word[at++] = unit === I ? L : unit
    }
    return at
  }

  private findNearest(length: number, words: number, as: Reading): NearName | undefined {
    const { word, hashes } = this
    this.best = undefined
    if (as === 'cut by a sign' || as === 'cut by a space') {
      const fullHash = unitsHash(word, length)
      if (this.spellings.has(fullHash)) this.consider(fullHash, length, words, as)
      return this.best && nameOf(this.best)
    }
    deletionHashes(length, word, hashes)
    for (let i = 0; i <= length; i++)
      if (this.spellings.has(hashes[i] as number))
        this.consider(hashes[i] as number, length, words, as)
    if (hasDoubles(word, length)) {
      const single = wordHash(collapse(this.spelling(length)))
      if (this.spellings.has(single)) this.consider(single, length, words, as)
    }
    if (
      this.best === undefined &&
      length >= TWO_EDITS_FROM - 2 &&
      this.edges.hasLong(word, length, words)
    )
      this.eachSecondDeletion(length, words, as)
    const best = this.best as NearMatch | undefined
    if (best === undefined || this.misspellingExceptions.has(this.spelling(length)))
      return undefined
    return nameOf(best)
  }

  private consider(hash: number, length: number, words: number, as: Reading): void {
    const { values, keys, mask } = this
    for (let slot = mixHash(hash) & mask; values[slot] !== 0; slot = (slot + 1) & mask) {
      if (keys[slot] !== hash) continue
      const entry = this.entries[(values[slot] as number) - 1] as Entry
      if (this.best?.entry === entry) continue
      const judged = judge(entry, this.spelling(length), words, as)
      if (judged !== undefined && (this.best === undefined || judged.cost < this.best.cost))
        this.best = { entry, ...judged }
    }
  }

  private eachSecondDeletion(length: number, words: number, as: Reading): void {
    const { word, inner, rest } = this
    for (let left = 1; left < length; left++) {
      let count = 0
      for (let i = 0; i < length; i++) if (i !== left) rest[count++] = word[i] as number
      deletionHashes(count, rest, inner)
      for (let i = left; i <= count; i++)
        if (this.spellings.has(inner[i] as number))
          this.consider(inner[i] as number, length, words, as)
    }
  }

  private spelling(length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.word[i] as number)
    return text
  }
}

/** How the looked-up letters occur in the text. */
type Reading = 'word' | 'phrase' | 'cut by a sign' | 'cut by a space'

function lower(text: FoldedText, at: number): number {
  const unit = text.units[at] as number
  return unit === I ? L : unit
}

interface NearMatch {
  entry: Entry
  cost: number
  how: NearName['how']
}

function nameOf({ entry, how }: NearMatch): NearName {
  return { brand: entry.brand, form: entry.form, how }
}

function hasDoubles(word: Uint16Array, length: number): boolean {
  for (let i = 1; i < length; i++) if (word[i] === word[i - 1]) return true
  return false
}

function startOf(first: number, second: number): number {
  return (first - 0x61) * 26 + (second - 0x61)
}

/** A word with every run of one letter made single. */
function collapse(word: string): string {
  let single = ''
  for (let i = 0; i < word.length; i++)
    if (i === 0 || word.charCodeAt(i) !== word.charCodeAt(i - 1)) single += word.charAt(i)
  return single
}

const scratch = new Uint16Array(MAX_WORD_LENGTH)
const once = new Int32Array(MAX_WORD_LENGTH + 1)
const twice = new Int32Array(MAX_WORD_LENGTH + 1)

/** The hashes under which a name is looked up; some come twice where letters repeat. */
function eachHash({ letters, edits }: Entry, onHash: (hash: number) => void): void {
  const { length } = letters
  const collapsed = collapse(letters)
  if (length >= DOUBLED_FROM && collapsed.length < length) onHash(wordHash(collapsed))
  for (let i = 0; i < length; i++) scratch[i] = letters.charCodeAt(i)
  deletionHashes(length, scratch, once)
  onHash(once[0] as number)
  if (edits === 0) return
  for (let i = 1; i <= length; i++) onHash(once[i] as number)
  if (edits === 1) return
  // The first letter has to be right, and so is never left out twice.
  for (let left = 1; left < length; left++) {
    let count = 0
    for (let i = 0; i < length; i++) if (i !== left) scratch[count++] = letters.charCodeAt(i)
    deletionHashes(count, scratch, twice)
    for (let i = left; i <= count; i++) onHash(twice[i] as number)
  }
}

/** True if a letter at the end is the only difference: "ray bant". */
function oneLetterMoreOrLess(word: string, letters: string): boolean {
  const difference = word.length - letters.length
  return (
    (difference === 1 && word.startsWith(letters)) ||
    (difference === -1 && letters.startsWith(word))
  )
}

/** Whether letters mean a name, and their distance from it. */
function judge(
  entry: Entry,
  word: string,
  words: number,
  as: Reading,
): { cost: number; how: NearName['how'] } | undefined {
  const { letters } = entry
  if (entry.words !== words) return undefined
  if (as === 'cut by a sign' || as === 'cut by a space') {
    const shortest = as === 'cut by a sign' ? SPLIT_FROM : SPLIT_BY_SPACE_FROM
    return word === letters && letters.length >= shortest ? { cost: 0, how: 'split' } : undefined
  }
  if (word === letters) return { cost: 0, how: 'look-alike' }
  if (word.charCodeAt(0) !== letters.charCodeAt(0)) return undefined
  if (
    letters.length >= DOUBLED_FROM &&
    word.length > letters.length &&
    word.length <= letters.length + 2 &&
    collapse(word) === collapse(letters)
  )
    return { cost: 0.5, how: 'doubled' }
  if (entry.edits === 0) return undefined
  if (as === 'phrase' && letters.length < ONE_EDIT_FROM_PHRASE)
    return oneLetterMoreOrLess(word, letters) ? { cost: 1, how: 'misspelt' } : undefined
  const distance = editDistance(word, letters, entry.edits)
  return distance <= entry.edits ? { cost: distance, how: 'misspelt' } : undefined
}
