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
 * All forms of all vocabularies in one trie, walked once from every place where
 * a word can begin. `T` is what a form stands for.
 *
 * Edges live in one open-addressing table, so the cost of a step does not grow
 * with the number of forms; a filter over the first two and four units stops
 * most walks before the table is touched.
 */
export class PhraseIndex<T> {
  readonly payloads: T[] = []
  private flags: number[] = []
  /** Next form that ends at the same node, or -1. */
  private sameEnd: number[] = []
  private classes = new Uint16Array(0x10000)
  private classCount = 0
  private nodes = 1
  /** Stride 4: parent node + 1, class, child node, first form that ends at the child or -1. */
  private edges = new Int32Array(4 << 12)
  private edgeMask = (1 << 12) - 1
  private edgeCount = 0
  private readonly filter = new StartFilter()

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
    const form = this.payloads.length
    const shortStart = isShort(units)
    const shortEnd = isShort([...units].reverse())
    this.payloads.push(payload)
    this.flags.push(
      borders | (shortStart ? border.shortStart : 0) | (shortEnd ? border.shortEnd : 0),
    )
    let node = 0
    let slot = 0
    for (const unit of units) {
      let cls = this.classes[unit] as number
      if (cls === 0) {
        cls = ++this.classCount
        this.classes[unit] = cls
      }
      slot = this.childSlot(node, cls)
      node = this.edges[slot + 2] as number
    }
    this.sameEnd.push(this.edges[slot + 3] as number)
    this.edges[slot + 3] = form
    this.filter.admit(units, (borders & border.open) !== 0)
  }

  private childSlot(node: number, cls: number): number {
    let at = edgeHash(node, cls) & this.edgeMask
    for (;;) {
      const slot = at << 2
      const parent = this.edges[slot] as number
      if (parent === 0) break
      if (parent === node + 1 && this.edges[slot + 1] === cls) return slot
      at = (at + 1) & this.edgeMask
    }
    if (this.edgeCount * 2 > this.edgeMask) {
      this.rehash()
      return this.childSlot(node, cls)
    }
    const slot = at << 2
    this.edges[slot] = node + 1
    this.edges[slot + 1] = cls
    this.edges[slot + 2] = this.nodes++
    this.edges[slot + 3] = -1
    this.edgeCount++
    return slot
  }

  private rehash(): void {
    const old = this.edges
    this.edges = new Int32Array(old.length * 2)
    this.edgeMask = this.edgeMask * 2 + 1
    for (let slot = 0; slot < old.length; slot += 4) {
      if (old[slot] === 0) continue
      let at = edgeHash((old[slot] as number) - 1, old[slot + 1] as number) & this.edgeMask
      while (this.edges[at << 2] !== 0) at = (at + 1) & this.edgeMask
      for (let k = 0; k < 4; k++) this.edges[(at << 2) + k] = old[slot + k] as number
    }
  }

  /**
   * Finds every form that stands between right word borders. Linear in the
   * text: at most 80 steps from each place where a word begins.
   * @param hits receives the forms in order of their first unit; appended to
   */
  scan(text: FoldedText, hits: Hits): void {
    const { units, kinds, length } = text
    const { filter } = this
    let previous: number = unitKind.other
    for (let i = 0; i < length; i++) {
      const kind = kinds[i] as number
      const before = previous
      previous = kind
      if (kind === before && (kind === unitKind.letter || kind === unitKind.digit)) continue
      const first = units[i] as number
      if (first === SEPARATOR) continue
      if (filter.passes(text, i)) this.walk(text, i, before, hits)
      if (isArabic(first)) this.walkPrefixed(text, i, hits)
    }
  }

  private walkPrefixed(text: FoldedText, at: number, hits: Hits): void {
    for (const prefix of arabicPrefixes) {
      const start = at + prefix.length
      if (start + 2 >= text.length) continue
      if (prefix.every((unit, k) => text.units[at + k] === unit))
        this.walk(text, start, unitKind.other, hits)
    }
  }

  private walk(text: FoldedText, start: number, before: number, hits: Hits): void {
    const { units, length } = text
    const { edges, edgeMask, classes } = this
    let node = 0
    const stop = Math.min(length, start + LONGEST)
    for (let j = start; j < stop; j++) {
      const cls = classes[units[j] as number] as number
      if (cls === 0) return
      let at = edgeHash(node, cls) & edgeMask
      let slot = at << 2
      for (;;) {
        const parent = edges[slot] as number
        if (parent === 0) return
        if (parent === node + 1 && edges[slot + 1] === cls) break
        at = (at + 1) & edgeMask
        slot = at << 2
      }
      node = edges[slot + 2] as number
      const form = edges[slot + 3] as number
      if (form !== -1) this.report(text, form, start, j + 1, before, hits)
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

function edgeHash(node: number, cls: number): number {
  let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(cls, 0x85ebca6b)
  hash ^= hash >>> 15
  return hash
}

/**
 * Tells cheaply, and never wrongly with "no", whether a form may begin at a place.
 * Long forms are known by their first four units. Short ones by all of theirs,
 * and where those are letters or digits of a spaced script, only if a border
 * follows: else "lv" would send every word in "lv…" down the trie.
 */
class StartFilter {
  private readonly long = new Uint8Array(1 << 17)
  private readonly short = new Uint8Array(1 << 14)
  private readonly shortOpen = new Uint8Array(1 << 14)

  admit(units: readonly number[], open: boolean): void {
    const [a = 0, b = 0, c = 0, d = 0] = units
    if (units.length >= 4) mark(this.long, longHash(a, b, c, d))
    else mark(open ? this.shortOpen : this.short, shortHash(a, b, c))
  }

  passes({ units, kinds, length }: FoldedText, at: number): boolean {
    const left = length - at
    const a = units[at] as number
    const b = left > 1 ? (units[at + 1] as number) : 0
    const c = left > 2 ? (units[at + 2] as number) : 0
    if (left > 3 && marked(this.long, longHash(a, b, c, units[at + 3] as number))) return true
    const { short, shortOpen } = this
    return (
      (marked(short, shortHash(a, 0, 0)) && endsWithin(kinds, at, length)) ||
      (left > 1 && marked(short, shortHash(a, b, 0)) && endsWithin(kinds, at + 1, length)) ||
      (left > 2 && marked(short, shortHash(a, b, c)) && endsWithin(kinds, at + 2, length)) ||
      marked(shortOpen, shortHash(a, 0, 0)) ||
      marked(shortOpen, shortHash(a, b, 0)) ||
      marked(shortOpen, shortHash(a, b, c))
    )
  }
}

/** Whether a form whose last unit stands here could end here. */
function endsWithin(kinds: Uint8Array, last: number, length: number): boolean {
  const kind = kinds[last] as number
  return !isWordy(kind) || last + 1 >= length || kinds[last + 1] !== kind
}

function longHash(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a, 0x9e3779b1) + b
  hash = Math.imul(hash, 0x9e3779b1) + c
  hash = Math.imul(hash, 0x9e3779b1) + d
  return (hash ^ (hash >>> 12)) & 0xfffff
}

function shortHash(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) + b
  hash = Math.imul(hash, 0x9e3779b1) + c
  return (hash ^ (hash >>> 13)) & 0x1ffff
}

function mark(bits: Uint8Array, index: number): void {
  bits[index >> 3] = (bits[index >> 3] as number) | (1 << (index & 7))
}

function marked(bits: Uint8Array, index: number): boolean {
  return ((bits[index >> 3] as number) & (1 << (index & 7))) !== 0
}
