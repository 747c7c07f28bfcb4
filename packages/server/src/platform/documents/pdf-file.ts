import { filtersOf, unpack } from './pdf-filters.ts'
import {
  budgetOf,
  isSpace,
  PdfLexer,
  PdfRefusal,
  unreadablePdf,
  type Budget,
  type PdfValue,
} from './pdf-lexer.ts'

export type PdfDictionary = ReadonlyMap<string, PdfValue>

export type PdfFile = {
  /** All objects, trailers and stream dictionaries, whether referenced or not. */
  values: readonly PdfValue[]
  /** All versions of each object by number: updates redefine objects. */
  objects: ReadonlyMap<number, readonly PdfValue[]>
  comments: readonly string[]
  /** Decoded streams, except pictures and object streams. */
  unpacked: readonly Buffer[]
}

const mostStreams = 5000
/** What a browser would read as a page; a producer that quotes its command line writes `<</`. */
const markup = /<[a-z!?]|(?<!<)<\//i
/** Most versions of one object: each update may redefine it. */
const mostVersions = 100

/**
 * Reads a whole PDF (ISO 32000-2, 7.5), and refuses every byte that is not an object, a stream of the stated length,
 * a cross-reference table, a trailer or white space. Viewers search unreadable files for objects, each in its own
 * way; a file accepted here contains no others than those read.
 */
export function readPdf(content: Buffer): PdfFile {
  return new Reading(content).run()
}

/** A stream whose length is in an object that may follow it. */
type Waiting = { dictionary: PdfDictionary; from: number; end: number }

class Reading {
  private readonly content: Buffer
  private readonly budget: Budget
  private readonly lexer: PdfLexer
  private readonly values: PdfValue[] = []
  private readonly objects = new Map<number, PdfValue[]>()
  private readonly unpacked: Buffer[] = []
  private readonly comments: string[] = []
  private readonly waiting: Waiting[] = []
  /** Positions of the structural keywords that were read. */
  private readonly words = new Set<number>()
  private streams = 0

  constructor(content: Buffer) {
    this.content = content
    this.budget = budgetOf(content)
    this.lexer = new PdfLexer(content, this.budget)
  }

  run(): PdfFile {
    if (!/^%PDF-\d\.\d[\r\n \t]/.test(this.content.toString('latin1', 0, 9)))
      throw unreadablePdf('no header')
    let ends = 0
    while (this.lexer.skip()) {
      const from = this.lexer.at
      const word = this.lexer.word()
      if (/^\d{1,10}$/.test(word)) this.readObject(Number(word))
      else if (word === 'xref') this.readTable()
      else if (word === 'trailer') this.readTrailer(from)
      else if (word === 'startxref') {
        this.words.add(from)
        this.lexer.integer()
        ends++
      } else throw unreadablePdf(`${word.slice(0, 20)} between objects`)
    }
    if (ends === 0) throw unreadablePdf('no end')
    for (const stream of this.waiting) this.readBody(stream)
    this.requireNoOtherWords()
    for (const comment of this.lexer.comments) {
      if (markup.test(comment)) throw unreadablePdf('markup in a comment')
      this.comments.push(comment)
    }
    const { values, objects, comments, unpacked } = this
    return { values, objects, comments, unpacked }
  }

  private readObject(number: number): void {
    this.lexer.integer()
    this.words.add(this.lexer.expect('obj'))
    const value = this.lexer.value()
    this.define(number, value)
    this.lexer.skip()
    const from = this.lexer.at
    let word = this.lexer.word()
    if (word === 'stream') {
      if (value.kind !== 'dictionary') throw unreadablePdf('a stream without a dictionary')
      this.readStream(value.entries)
      this.lexer.skip()
      this.words.add(this.lexer.at)
      word = this.lexer.word()
    } else this.words.add(from)
    if (word !== 'endobj') throw unreadablePdf('an object without an end')
  }

  private define(number: number, value: PdfValue): void {
    this.values.push(value)
    const known = this.objects.get(number)
    if (known === undefined) this.objects.set(number, [value])
    else if (known.push(value) > mostVersions)
      throw unreadablePdf('an object with too many versions')
  }

  private readStream(dictionary: PdfDictionary): void {
    if (++this.streams > mostStreams) throw new PdfRefusal('too-large', 'too many streams')
    const from = this.lexer.at + lineEnd(this.content, this.lexer.at)
    if (from === this.lexer.at) throw unreadablePdf('a stream that does not start on a new line')
    // Searching for the end and trusting the length must give the same result.
    const end = this.content.indexOf('endstream', from, 'latin1')
    if (end < 0) throw unreadablePdf('a stream without an end')
    this.lexer.at = end
    this.words.add(this.lexer.expect('endstream'))
    const stream = { dictionary, from, end }
    if (dictionary.get('Length')?.kind === 'reference') this.waiting.push(stream)
    else this.readBody(stream)
  }

  private readBody({ dictionary, from, end }: Waiting): void {
    const lengths = this.numbersOf(dictionary.get('Length'))
    const most = end - from
    const least = most - lineEndBefore(this.content, from, end)
    const [length] = lengths
    if (
      length === undefined ||
      lengths.some((candidate) => candidate !== length) ||
      !(length >= least && length <= most)
    ) {
      throw unreadablePdf('a stream with a wrong length')
    }
    const body = this.content.subarray(from, from + length)
    // External data, and the abbreviations of inline images, which some viewers accept here.
    for (const key of ['F', 'FFilter', 'FDecodeParms', 'DP']) {
      if (dictionary.has(key)) throw unreadablePdf(`a stream with ${key}`)
    }
    const filters = filtersOf(dictionary)
    const plain = unpack(body, filters, this.budget)
    const type = dictionary.get('Type')
    const holdsObjects = type?.kind === 'name' && type.name === 'ObjStm'
    if (plain === undefined) {
      if (holdsObjects || dictionary.has('First'))
        throw unreadablePdf('objects encoded as a picture')
      return
    }
    // Not every viewer checks the type before looking for objects.
    if (holdsObjects)
      return this.readPacked(
        dictionary,
        plain,
        filters.map(({ parameters }) => parameters),
      )
    if (type?.kind === 'reference' || dictionary.has('First'))
      throw unreadablePdf('a stream without a type')
    if (
      dictionary.has('N') &&
      /^[\0\t\n\f\r ]*\d+[\0\t\n\f\r ]+\d/.test(plain.toString('latin1', 0, 64))
    ) {
      throw unreadablePdf('a stream that starts like an object stream')
    }
    // A font program is checked as one, whatever its dictionary says.
    requireFontMatrices(plain)
    const isPicture = dictionary.get('Subtype')
    if (isPicture?.kind !== 'name' || isPicture.name !== 'Image') this.unpacked.push(plain)
  }

  /** Objects in an object stream (7.5.7), each at its stated position. */
  private readPacked(dictionary: PdfDictionary, plain: Buffer, parameters: PdfDictionary[]): void {
    if (parameters.some((parameter) => (numberIn(parameter, 'Predictor') ?? 1) !== 1))
      throw unreadablePdf('predicted objects')
    const [count, first] = [numberIn(dictionary, 'N'), numberIn(dictionary, 'First')]
    if (count === undefined || first === undefined || first > plain.length)
      throw unreadablePdf('no objects')
    if (count > plain.length) throw unreadablePdf('too few objects')
    const head = new PdfLexer(plain, this.budget, 0, first)
    const places: { number: number; at: number }[] = []
    for (let index = 0; index < count; index++) {
      places.push({ number: head.integer(), at: first + head.integer() })
    }
    if (head.skip()) throw unreadablePdf('extra data before the objects')
    const lexer = new PdfLexer(plain, this.budget, first)
    const objects = new Map<number, PdfValue>()
    while (lexer.skip()) {
      const { at } = lexer
      objects.set(at, lexer.value())
    }
    if (objects.size !== count) throw unreadablePdf('more objects than declared')
    for (const { number, at } of places) {
      const value = objects.get(skipSpace(plain, at))
      if (value === undefined) throw unreadablePdf('an object that starts elsewhere')
      this.define(number, value)
    }
    for (const { comments } of [head, lexer])
      for (const comment of comments) this.comments.push(comment)
  }

  private readTable(): void {
    while (this.lexer.skip()) {
      const from = this.lexer.at
      const word = this.lexer.word()
      if (word === 'trailer') return this.readTrailer(from)
      if (!/^(\d{1,10}|n|f)$/.test(word)) break
    }
    throw unreadablePdf('a table without a trailer')
  }

  private readTrailer(from: number): void {
    this.words.add(from)
    const value = this.lexer.value()
    if (value.kind !== 'dictionary') throw unreadablePdf('a trailer that is not a dictionary')
    this.values.push(value)
  }

  private numbersOf(value: PdfValue | undefined): number[] {
    const values = value?.kind === 'reference' ? (this.objects.get(value.object) ?? []) : [value]
    return values.map((entry) => (entry?.kind === 'number' ? entry.value : Number.NaN))
  }

  /** Keywords inside strings, comments and streams that a viewer repairing a file could take for structure. */
  private requireNoOtherWords(): void {
    for (const word of ['obj', 'endstream', 'startxref', 'trailer']) {
      for (let at = this.find(word, 0); at >= 0; at = this.find(word, at + 1)) {
        if (!this.words.has(at) && this.mayStructure(word, at))
          throw unreadablePdf(`${word} inside something`)
      }
    }
  }

  private find(word: string, from: number): number {
    return this.content.indexOf(word, from, 'latin1')
  }

  private mayStructure(word: string, at: number): boolean {
    if (word === 'obj') {
      if (this.content.toString('latin1', Math.max(0, at - 3), at) === 'end')
        return !this.words.has(at - 3)
      return followsNumbers(this.content, at)
    }
    if (word !== 'trailer') return true
    // The bare word occurs in English.
    const next = this.content[skipSpace(this.content, at + word.length)]
    return next === 0x3c || next === 0x25
  }
}

const sixNumbers =
  /^[\0\t\n\f\r ]*\[(?:[\0\t\n\f\r ]*[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,3})?(?=[\0\t\n\f\r \]])){6}[\0\t\n\f\r ]*\]/

/** In the clear part of a Type 1 font program, where viewers have executed text in place of these numbers. */
function requireFontMatrices(program: Buffer): void {
  const name = 'FontMatrix'
  for (let at = program.indexOf(name); at >= 0; at = program.indexOf(name, at + 1)) {
    const from = at + name.length
    if (!mayFollowSlash(program, at)) continue
    if (!sixNumbers.test(program.toString('latin1', from, from + 300)))
      throw unreadablePdf('a font with an unexpected matrix')
  }
}

/** Font readers skip white space and comments between a slash and its name. */
function mayFollowSlash(program: Buffer, at: number): boolean {
  const before = skipBack(program, at)
  if (program[before.at - 1] === 0x2f) return true
  if (!before.brokeLine) return false
  for (let back = before.at - 1; back >= 0; back--) {
    const byte = program[back]
    if (byte === 0x0a || byte === 0x0d) return false
    if (byte === 0x25) return true
  }
  return false
}

function numberIn(dictionary: PdfDictionary, key: string): number | undefined {
  const value = dictionary.get(key)
  if (value === undefined) return undefined
  if (value.kind !== 'number' || !Number.isInteger(value.value) || value.value < 0)
    throw unreadablePdf(key)
  return value.value
}

/** Length of the line end before a stream's data: LF, or CR LF. */
function lineEnd(bytes: Buffer, at: number): number {
  if (bytes[at] === 0x0a) return 1
  return bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? 2 : 0
}

function lineEndBefore(bytes: Buffer, from: number, end: number): number {
  if (end > from && bytes[end - 1] === 0x0a)
    return end - 1 > from && bytes[end - 2] === 0x0d ? 2 : 1
  return end > from && bytes[end - 1] === 0x0d ? 1 : 0
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isSpace(bytes[at] ?? 0)) at++
  return at
}

/** True if two numbers may precede, with white space and comments between. */
function followsNumbers(bytes: Buffer, at: number): boolean {
  const before = skipBack(bytes, at)
  if (before.brokeLine && endsInComment(bytes, before.at)) return true
  let digits = before.at
  while (digits > 0 && isNumeric(bytes[digits - 1] ?? 0)) digits--
  if (digits === before.at) return false
  const between = skipBack(bytes, digits)
  if (between.at === digits) return false
  return between.brokeLine || isNumeric(bytes[between.at - 1] ?? 0)
}

function skipBack(bytes: Buffer, from: number): { at: number; brokeLine: boolean } {
  let [at, brokeLine] = [from, false]
  while (at > 0 && isSpace(bytes[at - 1] ?? 0)) {
    at--
    brokeLine ||= bytes[at] === 0x0a || bytes[at] === 0x0d
  }
  return { at, brokeLine }
}

const longestLine = 4096

/** True if a comment ends here, after a number or alone; a line too long to search counts as one. */
function endsInComment(bytes: Buffer, end: number): boolean {
  for (let at = end - 1; at >= 0; at--) {
    if (bytes[at] === 0x0a || bytes[at] === 0x0d) return false
    if (end - at > longestLine) return true
    if (bytes[at] !== 0x25) continue
    const before = skipBack(bytes, at)
    if (before.at === 0 || before.brokeLine || isNumeric(bytes[before.at - 1] ?? 0)) return true
  }
  return false
}

function isNumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e
}
