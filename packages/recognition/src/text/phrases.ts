import { FormTrie, SHORT_UNITS } from './form-trie.ts'
import { createFoldedText, fold, type FoldedText, kindOf, SEPARATOR, unitKind } from './fold.ts'

/** Where forms stand in a folded text: `count` triples of form, first unit, unit behind the last. */
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

const border = {
  /** The last word may go on. */
  open: 1,
  /** A short Latin or digit piece stands at this edge: no letter or digit may touch it. */
  shortStart: 2,
  shortEnd: 4,
  /** The first Hangul word may have begun before. */
  openStart: 8,
} as const

/** A form that is no more than this many Latin letters and digits is short at both edges. */
const SHORT_FORM = 3
/** A longer form is short at an edge whose Latin or digit piece has this many units: "5G家". */
const SHORT_PIECE = 2

/** A fused spelling is looked for when a form of several words has this many units. */
const FUSED_FROM = 6
/** Longer forms are cut here; it bounds the work at each position. */
const LONGEST = 80

const formBuffer = createFoldedText(256)

const arabicPrefixes = ['وال', 'بال', 'فال', 'كال', 'لل', 'ال', 'و', 'ب', 'ل', 'ف', 'ك'].map(
  (prefix) => Array.from(prefix, (char) => char.charCodeAt(0)),
)

function isArabic(unit: number): boolean {
  return unit >= 0x620 && unit <= 0x6ff
}

/**
 * All forms of all vocabularies in one trie, entered once from every place where
 * a word can begin. `T` is what a form stands for.
 */
export class PhraseIndex<T> {
  readonly payloads: T[] = []
  private readonly forms: Uint16Array[] = []
  private readonly flags: number[] = []
  /** Next form of the same units, or -1. */
  private sameEnd = new Int32Array(0)
  /** Undefined while forms were added since it was last built. */
  private trie: FormTrie | undefined

  /** Number of forms held, fused spellings included. */
  get size(): number {
    return this.payloads.length
  }

  /**
   * Adds a form as people write it; a trailing `*` lets the last word go on, a
   * leading `*` lets a Hangul word have begun before.
   * @returns false where nothing of the form is left after folding
   */
  add(form: string, payload: T, options: { fused?: boolean } = {}): boolean {
    const open = form.length > 1 && form.endsWith('*')
    const openStart = form.length > 1 && form.startsWith('*')
    const text = form.slice(openStart ? 1 : 0, open ? -1 : undefined)
    const folded = fold(text, formBuffer)
    const units = Array.from(folded.units.subarray(0, Math.min(folded.length, LONGEST)))
    if (units.at(-1) === SEPARATOR) units.pop()
    if (units.length === 0) return false
    const borders = (open ? border.open : 0) | (openStart ? border.openStart : 0)
    this.insert(units, payload, borders)
    const fused = units.filter((unit) => unit !== SEPARATOR)
    if (options.fused !== false && fused.length < units.length && fused.length >= FUSED_FROM)
      this.insert(fused, payload, borders)
    return true
  }

  private insert(units: number[], payload: T, borders: number): void {
    const shortStart = isShort(units)
    const shortEnd = isShort([...units].reverse())
    this.payloads.push(payload)
    this.flags.push(
      borders | (shortStart ? border.shortStart : 0) | (shortEnd ? border.shortEnd : 0),
    )
    this.forms.push(Uint16Array.from(units))
    this.trie = undefined
  }

  /** Builds the trie; scanning does so where it was not done. */
  build(): FormTrie {
    this.sameEnd = new Int32Array(this.forms.length)
    this.trie = new FormTrie(this.forms, this.sameEnd)
    return this.trie
  }

  /**
   * Finds every form that stands between right word borders. Linear in the
   * text: at most 80 steps from each place where a word begins.
   * @param hits receives the forms in order of their first unit; appended to
   */
  scan(text: FoldedText, hits: Hits): void {
    const { units, kinds, length } = text
    const trie = this.trie ?? this.build()
    let previous: number = unitKind.other
    for (let i = 0; i < length; i++) {
      const kind = kinds[i] as number
      const before = previous
      previous = kind
      if (kind === before && (kind === unitKind.letter || kind === unitKind.digit)) continue
      const first = units[i] as number
      if (first === SEPARATOR) continue
      this.walk(trie, text, i, before, hits)
      if (isArabic(first)) this.walkPrefixed(trie, text, i, hits)
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
    const { units, length } = text
    const left = length - start
    const a = units[start] as number
    const b = left > 1 ? (units[start + 1] as number) : 0
    const c = left > 2 ? (units[start + 2] as number) : 0
    const one = trie.shortForm(a, 0, 0)
    if (one !== -1) this.report(text, one, start, start + 1, before, hits)
    if (left < 2) return
    const two = trie.shortForm(a, b, 0)
    if (two !== -1) this.report(text, two, start, start + 2, before, hits)
    if (left < 3) return
    const three = trie.shortForm(a, b, c)
    if (three !== -1) this.report(text, three, start, start + SHORT_UNITS, before, hits)
    if (left < 4) return
    let node = trie.enter(units, start)
    const stop = Math.min(length, start + LONGEST)
    for (let j = start + SHORT_UNITS; node !== 0; node = trie.child(node, units[j] as number)) {
      j++
      const form = trie.formAt(node)
      if (form !== -1) this.report(text, form, start, j, before, hits)
      if (j >= stop) return
    }
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
    const insideHangul = before === unitKind.hangul && text.kinds[from] === unitKind.hangul
    for (let form = firstForm; form !== -1; form = this.sameEnd[form] as number) {
      const flags = this.flags[form] as number
      if (runsOn && ((flags & border.open) === 0 || last === unitKind.digit)) continue
      if (insideHangul && (flags & border.openStart) === 0) continue
      if ((flags & border.shortStart) !== 0 && isWordy(before)) continue
      if ((flags & border.shortEnd) !== 0 && isWordy(after) && (flags & border.open) === 0) continue
      hits.push(form, from, to)
    }
  }
}

/** Whether the Latin or digit piece with which the units begin is too short to touch others. */
function isShort(units: readonly number[]): boolean {
  let piece = 0
  while (piece < units.length && isAsciiWordy(units[piece] as number)) piece++
  if (piece === 0) return false
  return piece === units.length ? piece <= SHORT_FORM : piece <= SHORT_PIECE
}

function isAsciiWordy(unit: number): boolean {
  return unit < 128 && isWordy(kindOf(unit))
}

function isWordy(kind: number): boolean {
  return kind === unitKind.letter || kind === unitKind.digit
}
