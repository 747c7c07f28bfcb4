/** A direct object of a PDF (ISO 32000-2, 7.3). Strings are bytes, one per character. */
export type PdfValue =
  | { kind: 'name'; name: string }
  | { kind: 'number'; value: number }
  | { kind: 'string'; text: string }
  | { kind: 'constant' }
  | { kind: 'reference'; object: number }
  | { kind: 'array'; items: readonly PdfValue[] }
  | { kind: 'dictionary'; entries: ReadonlyMap<string, PdfValue> }

/** Why a PDF is refused: too large, or ambiguous between viewers. */
export class PdfRefusal extends Error {
  readonly reason: 'too-large' | 'unread'
  constructor(reason: 'too-large' | 'unread', detail: string) {
    super(detail)
    this.reason = reason
  }
}

export function unreadablePdf(detail: string): PdfRefusal {
  return new PdfRefusal('unread', detail)
}

const mostDepth = 60
const mostValues = 1_000_000
/** A short document that decodes to more values than this per byte is made to cost time. */
const [freeValues, valuesPerByte] = [100_000, 4]
/** Of comments: producers write a few bytes to mark the file as binary. */
const longestComment = 1000
const longestNumber = 40

const constants = new Set(['true', 'false', 'null'])
const numberForm = /^[+-]*\d*(?:\.\d*)?(?:-\d*)?$/

/** What reading one document costs: values over all its lexers, bytes over all its filters. */
export type Budget = {
  values: number
  readonly mostValues: number
  comments: number
  bytes: number
}

export function budgetOf(content: Buffer): Budget {
  const most = Math.min(mostValues, freeValues + valuesPerByte * content.length)
  return { values: 0, mostValues: most, comments: 0, bytes: 0 }
}

/** Reads a run of bytes token by token, and refuses what the standard does not define. */
export class PdfLexer {
  at: number
  /** Contents of comments, which no viewer should read. */
  readonly comments: string[] = []
  private readonly bytes: Buffer
  private readonly end: number
  private readonly budget: Budget

  constructor(bytes: Buffer, budget: Budget, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.budget = budget
    this.at = at
    this.end = end
  }

  /** Skips white space and comments; true if anything is left. */
  skip(): boolean {
    for (; this.at < this.end; this.at++) {
      const byte = this.bytes[this.at] ?? 0
      if (byte === 0x25) this.skipComment()
      else if (!isSpace(byte)) return true
    }
    return false
  }

  private count(kind: 'values' | 'comments'): void {
    const { budget } = this
    budget[kind]++
    if (budget.values > budget.mostValues || budget.values + budget.comments > mostValues)
      throw new PdfRefusal('too-large', 'too many values')
  }

  private skipComment(): void {
    this.count('comments')
    const from = this.at
    while (this.at < this.end && !isLineEnd(this.bytes[this.at] ?? 0)) this.at++
    if (this.at - from > longestComment) throw unreadablePdf('a long comment')
    this.comments.push(this.bytes.toString('latin1', from, this.at))
  }

  /** A run of regular characters: a keyword or a number. Empty at a delimiter. */
  word(): string {
    const from = this.at
    while (this.at < this.end && isRegular(this.bytes[this.at] ?? 0)) this.at++
    return this.bytes.toString('latin1', from, this.at)
  }

  /** Consumes this word; returns its position. */
  expect(word: string): number {
    this.skip()
    const from = this.at
    if (this.word() !== word) throw unreadablePdf(`no ${word}`)
    return from
  }

  integer(): number {
    this.skip()
    const word = this.word()
    if (!/^\d{1,10}$/.test(word)) throw unreadablePdf('no whole number')
    return Number(word)
  }

  value(depth = 0): PdfValue {
    if (depth > mostDepth) throw unreadablePdf('nested too deeply')
    this.count('values')
    if (!this.skip()) throw unreadablePdf('no value')
    const [byte, next] = [this.bytes[this.at], this.bytes[this.at + 1]]
    if (byte === 0x2f) return { kind: 'name', name: this.name() }
    if (byte === 0x28) return { kind: 'string', text: this.literal() }
    if (byte === 0x5b) return this.array(depth)
    if (byte === 0x3c) return next === 0x3c ? this.dictionary(depth) : this.hexadecimal()
    const word = this.word()
    if (constants.has(word)) return { kind: 'constant' }
    if (word === '' || word.length > longestNumber || !numberForm.test(word))
      throw unreadablePdf(`the word ${word.slice(0, 20)}`)
    return this.reference(word) ?? { kind: 'number', value: Number(word) }
  }

  private reference(word: string): PdfValue | undefined {
    if (!/^\d{1,10}$/.test(word)) return undefined
    const after = this.at
    if (this.skip() && /^\d{1,5}$/.test(this.word()) && this.skip() && this.word() === 'R') {
      return { kind: 'reference', object: Number(word) }
    }
    this.at = after
    return undefined
  }

  private name(): string {
    this.at++
    return decodeName(this.word())
  }

  private array(depth: number): PdfValue {
    const items: PdfValue[] = []
    this.at++
    while (this.skip() && this.bytes[this.at] !== 0x5d) items.push(this.value(depth + 1))
    if (this.at >= this.end) throw unreadablePdf('an array without an end')
    this.at++
    return { kind: 'array', items }
  }

  private dictionary(depth: number): PdfValue {
    const entries = new Map<string, PdfValue>()
    this.at += 2
    while (this.skip() && this.bytes[this.at] === 0x2f) {
      const key = this.name()
      // Viewers differ on whether the first or the last counts.
      if (entries.has(key)) throw unreadablePdf(`the key ${key.slice(0, 20)} twice`)
      entries.set(key, this.value(depth + 1))
    }
    if (
      this.bytes[this.at] !== 0x3e ||
      this.bytes[this.at + 1] !== 0x3e ||
      this.at + 2 > this.end
    ) {
      throw unreadablePdf('a dictionary without an end')
    }
    this.at += 2
    return { kind: 'dictionary', entries }
  }

  private hexadecimal(): PdfValue {
    const end = this.bytes.indexOf(0x3e, this.at)
    if (end < 0 || end >= this.end) throw unreadablePdf('a string without an end')
    const digits = this.bytes.toString('latin1', this.at + 1, end).replace(/[\0\t\n\f\r ]+/g, '')
    if (!/^[0-9a-fA-F]*$/.test(digits)) throw unreadablePdf('a string with invalid digits')
    this.at = end + 1
    const even = digits.length % 2 === 0 ? digits : `${digits}0`
    return { kind: 'string', text: Buffer.from(even, 'hex').toString('latin1') }
  }

  private literal(): string {
    const from = ++this.at
    for (let open = 1; this.at < this.end; this.at++) {
      const byte = this.bytes[this.at]
      if (byte === 0x5c) this.at++
      else if (byte === 0x28) open++
      else if (byte === 0x29 && --open === 0) {
        return unescape(this.bytes.toString('latin1', from, this.at++))
      }
    }
    throw unreadablePdf('a string without an end')
  }
}

export function isSpace(byte: number): boolean {
  return (
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0 || byte === 0x0c
  )
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d
}

const delimiters = new Set(Buffer.from('()<>[]{}/%'))

function isRegular(byte: number): boolean {
  return !isSpace(byte) && !delimiters.has(byte)
}

/** A name with `#xx` decoded (7.3.5). */
export function decodeName(written: string): string {
  return written.replace(/#([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** A literal string with its escapes decoded (7.3.4.2). */
function unescape(written: string): string {
  return written.replace(/\\(\r\n|[0-7]{1,3}|[^])/g, (_, escape: string) => {
    if (/^[0-7]/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 0xff)
    if (/^[\r\n]/.test(escape)) return ''
    return escapes[escape] ?? escape
  })
}
