import type { Brands } from '../catalog/index.ts'
import { StringTable, type CompiledTables, type Table } from '../compiled-tables/index.ts'
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

interface Entry {
  /** The name's letters in the alphabet of skeletons, without separators. */
  letters: string
  words: number
  edits: number
  /** Places of the brand and of its form. */
  brand: number
  form: number
}

/** Numbers of an entry in the table. */
const ENTRY_FIELDS = 4
const STARTS = 26 * 26

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
  private readonly brands: Brands
  /** Those that were read from the table, or all. */
  private readonly entries: Entry[] = []
  private readonly letters: StringTable
  private readonly fields: Int32Array
  private readonly keys: Int32Array
  private readonly values: Int32Array
  private readonly mask: number
  private readonly spellings: BitSet
  /** For numbers of words and the first two letters of names, a bit for each of their lengths. */
  private readonly lengths: Int32Array
  /** Edges of names: one edit leaves one of them whole, and two edits seldom hurt them all. */
  private readonly edges: NearNamePrefilter
  private readonly word = new Uint16Array(MAX_WORD_LENGTH)
  private readonly hashes = new Int32Array(MAX_WORD_LENGTH + 1)
  private readonly inner = new Int32Array(MAX_WORD_LENGTH + 1)
  private readonly rest = new Uint16Array(MAX_WORD_LENGTH)
  private best: NearMatch | undefined
  private readonly misspellingExceptions: ReadonlySet<string>

  /**
   * @param misspellingExceptions words of living languages that are one edit from a name, folded
   * @param tables of an engine that was compiled of the same data
   */
  constructor(brands: Brands, misspellingExceptions: Iterable<string>, tables?: CompiledTables) {
    this.brands = brands
    this.misspellingExceptions = new Set([...misspellingExceptions].map(skeleton))
    this.letters = new StringTable(tables, 'near-names.letters')
    this.lengths =
      tables?.get('near-names.lengths', Int32Array) ?? new Int32Array((MAX_WORDS + 1) * STARTS)
    this.spellings = new BitSet(SPELLING_BITS, tables?.get('near-names.spellings', Uint8Array))
    this.edges = new NearNamePrefilter(tables)
    if (tables === undefined) {
      this.addEntries()
      this.fields = Int32Array.from(
        this.entries.flatMap(({ words, edits, brand, form }) => [words, edits, brand, form]),
      )
      const [keys, values] = this.hashTable()
      this.keys = keys
      this.values = values
    } else {
      this.fields = tables.get('near-names.entries', Int32Array)
      this.keys = tables.get('near-names.keys', Int32Array)
      this.values = tables.get('near-names.values', Int32Array)
    }
    this.mask = this.keys.length - 1
  }

  addTo(tables: Map<string, Table>): void {
    this.letters.addTo(tables, 'near-names.letters')
    tables.set('near-names.lengths', this.lengths)
    tables.set('near-names.spellings', this.spellings.bits)
    this.edges.addTo(tables)
    tables.set('near-names.entries', this.fields)
    tables.set('near-names.keys', this.keys)
    tables.set('near-names.values', this.values)
  }

  private addEntries(): void {
    const seen = new Set<string>()
    for (let at = 0; at < this.brands.length; at++) {
      const brand = this.brands.at(at)
      if (brand === undefined || brand.commonWord) continue
      brand.forms.forEach((form, place) => {
        if (form.commonWord === true) return
        if (form.kind !== 'name' && form.kind !== 'official' && form.kind !== 'model') return
        const folded = form.key.replaceAll('&', ' ')
        if (!/^[a-z]+( [a-z]+){0,3}$/.test(folded) || seen.has(folded)) return
        const letters = skeleton(folded.replaceAll(' ', ''))
        // Models of several words are many and made of words: near spellings of them are chance.
        if (form.kind === 'model' && folded.includes(' ')) return
        const shortest = form.kind === 'model' ? ONE_EDIT_FROM_MODEL : LOOK_ALIKE_FROM
        if (letters.length < shortest || letters.length > MAX_NAME_LENGTH) return
        seen.add(folded)
        const edits =
          letters.length >= TWO_EDITS_FROM && form.kind === 'name'
            ? 2
            : letters.length >= ONE_EDIT_FROM
              ? 1
              : 0
        const words = folded.split(' ').length
        this.entries.push({ letters, words, edits, brand: at, form: place })
        this.letters.push(letters)
      })
    }
  }

  /** The names by the hashes of their spellings: keys, and places of entries from 1. */
  private hashTable(): [Int32Array, Int32Array] {
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
    const keys = new Int32Array(size)
    const values = new Int32Array(size)
    spellings.forEach((hash, i) => {
      this.spellings.add(hash)
      let slot = mixHash(hash) & (size - 1)
      while (values[slot] !== 0) slot = (slot + 1) & (size - 1)
      keys[slot] = hash
      values[slot] = (owners[i] as number) + 1
    })
    return [keys, values]
  }

  private entry(index: number): Entry {
    const known = this.entries[index]
    if (known !== undefined) return known
    const at = index * ENTRY_FIELDS
    const [words, edits, brand, form] = this.fields.subarray(at, at + ENTRY_FIELDS)
    const entry = { letters: this.letters.at(index), words, edits, brand, form } as Entry
    this.entries[index] = entry
    return entry
  }

  /** Notes where a name's letters begin and end and how many they are. */
  private learnShape({ letters, words, edits }: Entry): void {
    const start = startOf(letters.charCodeAt(0), letters.charCodeAt(1))
    const at = words * STARTS + start
    this.lengths[at] = (this.lengths[at] as number) | (1 << letters.length)
    const units = Uint16Array.from(letters, (char) => char.charCodeAt(0))
    this.edges.add(units, words, edits, letters.length >= DOUBLED_FROM)
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
    const fullHash = (this.lengths[count * STARTS + start] as number) & (0b11111 << (length - 2))
    // A name that a sign or a space cuts has one word less.
    const cut = (this.lengths[(count - 1) * STARTS + start] as number) & (1 << length)
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
      return this.best && this.nameOf(this.best)
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
    return this.nameOf(best)
  }

  private consider(hash: number, length: number, words: number, as: Reading): void {
    const { values, keys, mask } = this
    for (let slot = mixHash(hash) & mask; values[slot] !== 0; slot = (slot + 1) & mask) {
      if (keys[slot] !== hash) continue
      const entry = this.entry((values[slot] as number) - 1)
      if (this.best?.entry === entry) continue
      const judged = judge(entry, this.spelling(length), words, as)
      if (judged !== undefined && (this.best === undefined || judged.cost < this.best.cost))
        this.best = { entry, ...judged }
    }
  }

  private nameOf({ entry, how }: NearMatch): NearName | undefined {
    const brand = this.brands.at(entry.brand)
    const form = brand?.forms[entry.form]
    return brand && form && { brand, form, how }
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
