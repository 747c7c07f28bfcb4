import { type CompiledTables, ForeignTables, type Table } from '../compiled-tables/index.ts'
import { FormList } from './form-list.ts'
import { FormTrie, SHORT_UNITS } from './form-trie.ts'
import { GrowingBytes } from './growing-bytes.ts'
import { RunFilter } from './run-filter.ts'
import { createFoldedText, fold, type FoldedText, kindOf, SEPARATOR, unitKind } from './fold.ts'

/** The places of forms in a folded text: `count` triples of form, first unit, unit behind the last. */
export class Hits {
  count = 0
  forms = new Int32Array(256)
  from = new Int32Array(256)
  to = new Int32Array(256)

  push(form: number, from: number, to: number): void {
    if (this.count === this.forms.length) {
      const size = this.count * 2
      for (const name of ['forms', 'from', 'to'] as const) {
        const larger = new Int32Array(size)
        larger.set(this[name])
        this[name] = larger
      }
    }
    this.forms[this.count] = form
    this.from[this.count] = from
    this.to[this.count++] = to
  }
}

/** A form inside a word, by its folded units. */
export interface Piece<T> {
  payload: T
  from: number
  to: number
}

const border = {
  /** The last word may go on. */
  open: 1,
  /** A short Latin or digit piece is at this edge: no letter or digit may touch it. */
  shortStart: 2,
  shortEnd: 4,
  /** The first Hangul word may have begun before. */
  openStart: 8,
  /** An s may follow: "jordans". */
  plural: 16,
} as const

/** A form that is no more than this many Latin letters and digits is short at both edges. */
const SHORT_FORM = 3
/** A longer form is short at an edge whose Latin or digit piece has this many units: "5G家". */
const SHORT_PIECE = 2

/** A fused spelling is looked for when a form of several words has this many units. */
const FUSED_FROM = 6
/** A shorter form with an s behind it is another word. */
const PLURAL_FROM = 4
const S = 0x73
/** Longer forms are cut here; it bounds the work at each position. */
const MAX_PHRASE_LENGTH = 80

const formBuffer = createFoldedText(256)
const fusedUnits = new Uint16Array(MAX_PHRASE_LENGTH)

const arabicPrefixes = ['وال', 'بال', 'فال', 'كال', 'لل', 'ال', 'و', 'ب', 'ل', 'ف', 'ك'].map(
  (prefix) => Array.from(prefix, (char) => char.charCodeAt(0)),
)

function isArabic(unit: number): boolean {
  return unit >= 0x620 && unit <= 0x6ff
}

interface FormOptions {
  fused?: boolean
  plural?: boolean
}

interface LaterPart {
  /** Its first addition and its first form. */
  addition: number
  form: number
  additions: () => void
}

const PART_FIELDS = 2

/**
 * All forms of all vocabularies in one trie, entered once from every place where a word can begin. `T` is the meaning
 * of a form.
 */
export class PhraseIndex<T> {
  private readonly payloads: T[] = []
  private readonly forms = new FormList()
  private readonly flags = new GrowingBytes()
  /** How many forms each addition made. */
  private readonly made = new GrowingBytes()
  /** Next form of the same units, or -1. */
  private sameEnd = new Int32Array(0)
  /** True if a Latin form of three units or less lets its last word continue. */
  private shortOpen = false
  /** Undefined while forms were added since it was last built. */
  private trie: FormTrie | undefined
  private readonly runs: RunFilter
  /** Additions that are repeated when one of their forms is asked for, in the order of their forms. */
  private readonly later: LaterPart[] = []
  /** How many additions and how many forms each of them has. */
  private readonly parts: Int32Array | number[] = []
  /**
   * Of an index that was compiled before: the next of its additions and of their forms. Its meanings alone are missing.
   */
  private repeated: { addition: number; form: number } | undefined

  /**
   * @param tables those of an index under this name that the same additions made; nothing is folded or sorted then
   */
  constructor(tables?: CompiledTables, name = '') {
    this.runs = new RunFilter(tables, `${name}.filter`)
    if (tables === undefined) return
    this.repeated = { addition: 0, form: 0 }
    this.parts = tables.get(`${name}.parts`, Int32Array)
    this.flags.bytes = tables.get(`${name}.flags`, Uint8Array)
    this.flags.length = this.flags.bytes.length
    this.made.bytes = tables.get(`${name}.made`, Uint8Array)
    this.made.length = this.made.bytes.length
    this.sameEnd = tables.get(`${name}.same-end`, Int32Array)
    this.payloads.length = this.sameEnd.length
    this.shortOpen = tables.get(`${name}.short-open`, Int32Array)[0] === 1
    this.trie = FormTrie.from(tables, `${name}.trie`)
  }

  addTo(tables: Map<string, Table>, name: string): void {
    const trie = this.trie ?? this.build()
    this.runs.addTo(tables, `${name}.filter`)
    tables.set(`${name}.parts`, Int32Array.from(this.parts))
    tables.set(`${name}.flags`, this.flags.written())
    tables.set(`${name}.made`, this.made.written())
    tables.set(`${name}.same-end`, this.sameEnd)
    tables.set(`${name}.short-open`, Int32Array.of(this.shortOpen ? 1 : 0))
    trie.addTo(tables, `${name}.trie`)
  }

  /** @throws {ForeignTables} if the tables were compiled from other additions */
  requireComplete(): void {
    if (this.repeated === undefined) return
    const { addition, form } = this.repeated
    const parts = this.later.length * PART_FIELDS
    if (
      addition !== this.made.length ||
      form !== this.sameEnd.length ||
      parts !== this.parts.length
    )
      throw new ForeignTables('other forms were added')
  }

  /** Number of forms held, fused spellings included. */
  get size(): number {
    return this.flags.length
  }

  /** The meaning of a form. */
  payload(form: number): T {
    return this.payloads[form] ?? this.repeatFor(form)
  }

  /**
   * Adds forms of which an index that was compiled before repeats the additions only when one of them is found.
   * @param additions called at any time, and then adds the same
   */
  addLater(additions: () => void): void {
    const { repeated } = this
    if (repeated === undefined) {
      const [made, forms] = [this.made.length, this.size]
      additions()
      if (Array.isArray(this.parts)) this.parts.push(this.made.length - made, this.size - forms)
      return
    }
    const at = this.later.length * PART_FIELDS
    this.later.push({ addition: repeated.addition, form: repeated.form, additions })
    repeated.addition += this.parts[at] ?? 0
    repeated.form += this.parts[at + 1] ?? 0
  }

  /** Adds forms of one meaning; an index that was compiled before has them without adding them again. */
  addAllAs(
    payload: T,
    additions: (add: (form: string, options: FormOptions) => void) => void,
  ): void {
    const { repeated } = this
    const at = this.later.length * PART_FIELDS + 1
    const forms = repeated === undefined ? 0 : (this.parts[at] ?? 0)
    const first = repeated?.form ?? 0
    this.addLater(() => {
      if (repeated === undefined) additions((form, options) => this.add(form, payload, options))
      else this.payloads.fill(payload, first, first + forms)
    })
  }

  private repeatFor(form: number): T {
    let low = 0
    let high = this.later.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.later[middle] as LaterPart).form <= form) low = middle
      else high = middle - 1
    }
    const part = this.later[low] as LaterPart
    const { repeated } = this
    this.repeated = { addition: part.addition, form: part.form }
    part.additions()
    this.repeated = repeated
    return this.payloads[form] as T
  }

  /**
   * Adds a form as people write it; a trailing `*` lets the last word continue, a leading `*` lets a Hangul word have
   * begun before.
   * @param options whether a spelling of several words is found fused as well (default true), and whether an s may
   * follow it (default false)
   * @returns false if nothing of the form is left after folding
   */
  add(form: string, payload: T, options: FormOptions = {}): boolean {
    const { repeated } = this
    if (repeated !== undefined) {
      const made = this.made.bytes[repeated.addition++] ?? 0
      for (let i = 0; i < made; i++) this.payloads[repeated.form++] = payload
      return made > 0
    }
    const before = this.size
    this.addNew(form, payload, options)
    const made = this.size - before
    this.made.push(made)
    return made > 0
  }

  private addNew(form: string, payload: T, options: FormOptions): void {
    const open = form.length > 1 && form.endsWith('*')
    const openStart = form.length > 1 && form.startsWith('*')
    const text = form.slice(openStart ? 1 : 0, open ? -1 : undefined)
    const { units, length } = fold(text, formBuffer)
    let end = Math.min(length, MAX_PHRASE_LENGTH)
    if (end > 0 && units[end - 1] === SEPARATOR) end--
    if (end === 0) return
    const borders =
      (open ? border.open : 0) |
      (openStart ? border.openStart : 0) |
      (options.plural === true && end >= PLURAL_FROM ? border.plural : 0)
    this.insert(units, end, payload, borders)
    if (options.fused === false) return
    let letters = 0
    for (let i = 0; i < end; i++) if (units[i] !== SEPARATOR) letters++
    if (letters === end || letters < FUSED_FROM) return
    let at = 0
    for (let i = 0; i < end; i++) if (units[i] !== SEPARATOR) fusedUnits[at++] = units[i] as number
    this.insert(fusedUnits, letters, payload, borders)
  }

  private insert(units: Uint16Array, length: number, payload: T, borders: number): void {
    if ((borders & border.open) !== 0 && length <= SHORT_UNITS)
      this.shortOpen ||= (units[0] as number) < 0x80
    this.runs.add(units, length, (borders & border.open) !== 0)
    this.payloads.push(payload)
    this.flags.push(
      borders |
        (isShort(units, length, 0, 1) ? border.shortStart : 0) |
        (isShort(units, length, length - 1, -1) ? border.shortEnd : 0),
    )
    this.forms.add(units, length)
    this.trie = undefined
  }

  /** Builds the trie; scanning builds it if necessary. */
  build(): FormTrie {
    this.sameEnd = new Int32Array(this.forms.count)
    this.trie = FormTrie.of(this.forms, this.sameEnd)
    return this.trie
  }

  /**
   * Finds every form between proper word borders. Linear in the text: at most 80 steps from each place where a word
   * begins.
   * @param hits receives the forms in order of their first unit; appended to
   */
  scan(text: FoldedText, hits: Hits): void {
    const { units, kinds, length } = text
    const { runs } = this
    const trie = this.trie ?? this.build()
    let previous: number = unitKind.other
    for (let i = 0; i < length; i++) {
      const kind = kinds[i] as number
      const before = previous
      previous = kind
      if (kind === before && kind === unitKind.digit) continue
      const first = units[i] as number
      if (first === SEPARATOR) continue
      if (kind === unitKind.letter) {
        const mayBegin = runs.read(units, kinds, i, length)
        const { end } = runs
        if (mayBegin && runs.open) this.walk(trie, text, i, before, hits)
        else if (mayBegin) this.walkRun(trie, text, i, before, hits)
        if (isArabic(first)) this.walkPrefixed(trie, text, i, hits)
        i = end - 1
        continue
      }
      this.walk(trie, text, i, before, hits)
    }
  }

  /** Finds the forms that begin with the run of letters that was just read. */
  private walkRun(
    trie: FormTrie,
    text: FoldedText,
    start: number,
    before: number,
    hits: Hits,
  ): void {
    const { units, length } = text
    const { end, hash, hashBefore } = this.runs
    if (units[end - 1] === S && end - start > 1) {
      const singular = trie.afterRun(hashBefore, units, start, end - 1)
      const form = singular === 0 ? -1 : trie.formAt(singular)
      if (form !== -1) this.report(text, form, start, end - 1, before, hits)
    }
    let node = trie.afterRun(hash, units, start, end)
    const stop = Math.min(length, start + MAX_PHRASE_LENGTH)
    for (let j = end; node !== 0; node = trie.child(node, units[j++] as number)) {
      const form = trie.formAt(node)
      if (form !== -1) this.report(text, form, start, j, before, hits)
      if (j >= stop) return
    }
  }

  private walkPrefixed(trie: FormTrie, text: FoldedText, at: number, hits: Hits): void {
    for (const prefix of arabicPrefixes) {
      const start = at + prefix.length
      if (start + 2 >= text.length) continue
      if (prefix.every((unit, k) => text.units[at + k] === unit))
        this.walk(trie, text, start, unitKind.other, hits)
    }
  }

  private walk(trie: FormTrie, text: FoldedText, start: number, before: number, hits: Hits): void {
    const { units, kinds, length } = text
    const left = length - start
    const a = units[start] as number
    const b = left > 1 ? (units[start + 1] as number) : 0
    const c = left > 2 ? (units[start + 2] as number) : 0
    // In a Latin word of four letters and more no form of fewer ends at a border.
    if (
      a < 0x80 &&
      left > SHORT_UNITS &&
      kinds[start + 1] === unitKind.letter &&
      kinds[start + 2] === unitKind.letter &&
      kinds[start + SHORT_UNITS] === unitKind.letter &&
      kinds[start] === unitKind.letter &&
      !this.shortOpen
    ) {
      this.walkLong(trie, text, start, before, hits)
      return
    }
    const shortForm = trie.shortForm(a, 0, 0)
    if (shortForm !== -1) this.report(text, shortForm, start, start + 1, before, hits)
    if (left < 2) return
    const two = trie.shortForm(a, b, 0)
    if (two !== -1) this.report(text, two, start, start + 2, before, hits)
    if (left < 3) return
    const three = trie.shortForm(a, b, c)
    if (three !== -1) this.report(text, three, start, start + SHORT_UNITS, before, hits)
    if (left > SHORT_UNITS) this.walkLong(trie, text, start, before, hits)
  }

  private walkLong(
    trie: FormTrie,
    text: FoldedText,
    start: number,
    before: number,
    hits: Hits,
  ): void {
    const { units, length } = text
    let node = trie.enter(units, start)
    const stop = Math.min(length, start + MAX_PHRASE_LENGTH)
    for (let j = start + SHORT_UNITS; node !== 0; node = trie.child(node, units[j] as number)) {
      j++
      const form = trie.formAt(node)
      if (form !== -1) this.report(text, form, start, j, before, hits)
      if (j >= stop) return
    }
  }

  /** Whether a matching form begins at a unit and ends inside a word; allocates nothing. */
  begins(
    text: FoldedText,
    from: number,
    to: number,
    fits: (payload: T, length: number) => boolean,
  ): boolean {
    const { units } = text
    const trie = this.trie ?? this.build()
    if (to - from <= SHORT_UNITS) return false
    const [a, b, c] = [units[from] as number, units[from + 1] as number, units[from + 2] as number]
    for (let form = trie.shortForm(a, b, c); form !== -1; form = this.sameEnd[form] as number)
      if (fits(this.payload(form), SHORT_UNITS)) return true
    let node = trie.enter(units, from)
    for (let end = from + SHORT_UNITS + 1; node !== 0 && end <= to; end++) {
      for (let form = trie.formAt(node); form !== -1; form = this.sameEnd[form] as number)
        if (fits(this.payload(form), end - from)) return true
      node = end < to ? trie.child(node, units[end] as number) : 0
    }
    return false
  }

  /**
   * The longest form of four units and more that begins at a unit and ends inside or at the end of a word, whatever
   * follows.
   */
  longestAt(
    text: FoldedText,
    from: number,
    to: number,
    fits: (payload: T, length: number) => boolean,
  ): Piece<T> | undefined {
    const trie = this.trie ?? this.build()
    let node = to - from > SHORT_UNITS ? trie.enter(text.units, from) : 0
    let longest: Piece<T> | undefined
    for (let end = from + SHORT_UNITS + 1; node !== 0; end++) {
      for (let form = trie.formAt(node); form !== -1; form = this.sameEnd[form] as number) {
        const payload = this.payload(form)
        if (fits(payload, end - from)) longest = { payload, from, to: end }
      }
      node = end < to ? trie.child(node, text.units[end] as number) : 0
    }
    return longest
  }

  /**
   * Splits a word into adjacent forms without borders, the longest first: "guccibag" into "gucci" and "bag".
   * @param most maximum number of pieces
   * @param fits whether a form may be a piece
   * @param accept whether a split is acceptable
   * @returns the first accepted split, or undefined
   */
  cut(
    text: FoldedText,
    from: number,
    to: number,
    most: number,
    fits: (payload: T, length: number) => boolean,
    accept: (pieces: readonly Piece<T>[]) => boolean,
  ): readonly Piece<T>[] | undefined {
    const trie = this.trie ?? this.build()
    const pieces: Piece<T>[] = []
    const extend = (at: number): boolean => {
      if (at === to) return accept(pieces)
      if (pieces.length === most) return false
      for (const piece of this.piecesAt(trie, text, at, to, fits).reverse()) {
        pieces.push(piece)
        if (extend(piece.to)) return true
        pieces.pop()
      }
      return false
    }
    return extend(from) ? pieces : undefined
  }

  private piecesAt(
    trie: FormTrie,
    text: FoldedText,
    from: number,
    to: number,
    fits: (payload: T, length: number) => boolean,
  ): Piece<T>[] {
    const { units } = text
    const pieces: Piece<T>[] = []
    const addPhrases = (first: number, end: number): void => {
      for (let form = first; form !== -1; form = this.sameEnd[form] as number) {
        const payload = this.payload(form)
        if (fits(payload, end - from)) pieces.push({ payload, from, to: end })
      }
    }
    for (let length = 2; length <= SHORT_UNITS && from + length <= to; length++)
      addPhrases(
        trie.shortForm(
          units[from] as number,
          units[from + 1] as number,
          length === SHORT_UNITS ? (units[from + 2] as number) : 0,
        ),
        from + length,
      )
    if (to - from <= SHORT_UNITS) return pieces
    let node = trie.enter(units, from)
    for (let end = from + SHORT_UNITS + 1; node !== 0 && end <= to; end++) {
      addPhrases(trie.formAt(node), end)
      node = end < to ? trie.child(node, units[end] as number) : 0
    }
    return pieces
  }

  private report(
    text: FoldedText,
    firstForm: number,
    from: number,
    to: number,
    before: number,
    hits: Hits,
  ): void {
    const last = text.kinds[to - 1] as number
    const after = to < text.length ? (text.kinds[to] as number) : unitKind.other
    const runsOn = after === last && (last === unitKind.letter || last === unitKind.digit)
    const plural =
      runsOn &&
      text.units[to] === S &&
      last === unitKind.letter &&
      (to + 1 >= text.length || text.kinds[to + 1] !== unitKind.letter)
    const insideHangul = before === unitKind.hangul && text.kinds[from] === unitKind.hangul
    for (let form = firstForm; form !== -1; form = this.sameEnd[form] as number) {
      const flags = this.flags.bytes[form] as number
      if (runsOn && ((flags & border.open) === 0 || last === unitKind.digit)) {
        if (!plural || ((flags & border.plural) === 0 && !isPossessive(text, to))) continue
      }
      if (insideHangul && (flags & border.openStart) === 0) continue
      if ((flags & border.shortStart) !== 0 && isWordy(before)) continue
      if ((flags & border.shortEnd) !== 0 && isWordy(after) && (flags & border.open) === 0) continue
      hits.push(form, from, to)
    }
  }
}

/** True for an s behind an apostrophe: "Clinique's". */
function isPossessive({ original, starts }: FoldedText, at: number): boolean {
  return /['’‘ʼ`´]/.test(original.charAt((starts[at] as number) - 1))
}

/** Whether the Latin or digit piece at an edge of the first units is too short to touch others. */
function isShort(units: Uint16Array, length: number, edge: number, step: 1 | -1): boolean {
  let piece = 0
  for (let i = edge; piece < length && isAsciiWordy(units[i] as number); i += step) piece++
  if (piece === 0) return false
  return piece === length ? piece <= SHORT_FORM : piece <= SHORT_PIECE
}

function isAsciiWordy(unit: number): boolean {
  return unit < 128 && isWordy(kindOf(unit))
}

function isWordy(kind: number): boolean {
  return kind === unitKind.letter || kind === unitKind.digit
}
