import { kindOf, unitKind } from './fold.ts'
import { RunTable } from './run-table.ts'

/** Forms up to this length are looked up whole; longer ones enter the trie at this depth + 1. */
export const SHORT_UNITS = 3
const ENTRY_UNITS = 4

/** What a node holds, one number after another, so that a step reads one line of memory. */
const NODE = 3
/** The unit that leads to the node, and above it the number of its children. */
const LABEL = 0
const WIDTH_SHIFT = 16
const UNIT = 0xffff
/** Index of the first child; the others follow it, ordered by label. */
const CHILD = 1
/** First form that ends at the node, or -1. */
const FORM = 2
/** Among more children than this the one is found by halves. */
const WIDE = 12

/**
 * A read-only trie over sequences of UTF-16 units. Children of a node lie side
 * by side, and what hangs from the first of them directly behind, so that
 * following a form reads memory in a row and costs the same among a hundred
 * forms or a million. Forms of four units and more are entered by a hash of
 * their first four.
 */
export class FormTrie {
  private readonly nodes: Int32Array
  private readonly runs: RunTable
  private readonly entryNode: Int32Array
  private readonly entryUnits: Uint16Array
  private readonly entryMask: number
  private readonly entryBits = new Uint8Array(1 << 17)
  private readonly shortBits = new Uint8Array(1 << 14)
  private readonly short = new Map<number, Map<number, number>>()

  /**
   * @param forms unit sequences, none empty; equal ones are linked
   * @param sameEnd receives, for each form, the next form of equal units or -1
   */
  constructor(forms: readonly Uint16Array[], sameEnd: Int32Array) {
    const order = Array.from(forms.keys()).sort((a, b) =>
      compare(forms[a] as Uint16Array, forms[b] as Uint16Array),
    )
    const built = new Builder(forms, order, sameEnd)
    this.nodes = built.nodes
    this.runs = new RunTable(
      built.runs.map(({ node }) => node),
      built.runs.map(({ form }) => forms[form] as Uint16Array),
      built.runs.map(({ length }) => length),
    )
    for (const id of order) {
      const form = forms[id] as Uint16Array
      if (form.length <= SHORT_UNITS) this.addShort(form, id)
    }
    let size = 16
    while (size < built.entries.length) size *= 2
    this.entryMask = size - 1
    this.entryNode = new Int32Array(size)
    this.entryUnits = new Uint16Array(size * ENTRY_UNITS)
    for (let i = 0; i < built.entries.length; i += 2)
      this.addEntry(
        built.entries[i] as number,
        forms[built.entries[i + 1] as number] as Uint16Array,
      )
  }

  private addEntry(node: number, form: Uint16Array): void {
    const [a = 0, b = 0, c = 0, d = 0] = form
    const hash = entryHash(a, b, c, d)
    mark(this.entryBits, hash & 0xfffff)
    let slot = hash & this.entryMask
    while (this.entryNode[slot] !== 0) slot = (slot + 1) & this.entryMask
    this.entryNode[slot] = node
    this.entryUnits.set([a, b, c, d], slot * ENTRY_UNITS)
  }

  private addShort(form: Uint16Array, id: number): void {
    const [a = 0, b = 0, c = 0] = form
    mark(this.shortBits, shortHash(a, b, c))
    const key = a * 0x10000 + b
    let byThird = this.short.get(key)
    if (byThird === undefined) {
      byThird = new Map<number, number>()
      this.short.set(key, byThird)
    }
    // Equal forms come one after another and are linked: the last holds them all.
    byThird.set(c, id)
  }

  /**
   * The first form of exactly these units, or -1; 0 stands for "no further unit".
   * @param c the third unit or 0
   * @param b the second unit or 0
   */
  shortForm(a: number, b: number, c: number): number {
    if (!marked(this.shortBits, shortHash(a, b, c))) return -1
    return this.short.get(a * 0x10000 + b)?.get(c) ?? -1
  }

  /** The node that the first four units from `at` lead to, or 0. */
  enter(units: Uint16Array, at: number): number {
    const a = units[at] as number
    const b = units[at + 1] as number
    const c = units[at + 2] as number
    const d = units[at + 3] as number
    const hash = entryHash(a, b, c, d)
    if (!marked(this.entryBits, hash & 0xfffff)) return 0
    const { entryNode, entryUnits, entryMask } = this
    for (let slot = hash & entryMask; ; slot = (slot + 1) & entryMask) {
      const node = entryNode[slot] as number
      if (node === 0) return 0
      const from = slot * ENTRY_UNITS
      if (
        entryUnits[from] === a &&
        entryUnits[from + 1] === b &&
        entryUnits[from + 2] === c &&
        entryUnits[from + 3] === d
      )
        return node
    }
  }

  /** The node that a whole run of letters leads to, or 0. */
  afterRun(hash: number, units: Uint16Array, from: number, to: number): number {
    return this.runs.nodeOf(hash, units, from, to)
  }

  /** The child of a node by a unit, or 0. */
  child(node: number, unit: number): number {
    const { nodes } = this
    const at = node * NODE
    const width = (nodes[at] as number) >>> WIDTH_SHIFT
    const first = nodes[at + CHILD] as number
    if (width > WIDE) return this.childByHalves(first, width, unit)
    for (let child = first; child < first + width; child++)
      if (((nodes[child * NODE] as number) & UNIT) === unit) return child
    return 0
  }

  private childByHalves(first: number, width: number, unit: number): number {
    const { nodes } = this
    let from = first
    let to = first + width
    while (from < to) {
      const middle = (from + to) >>> 1
      const label = (nodes[middle * NODE] as number) & UNIT
      if (label === unit) return middle
      if (label < unit) from = middle + 1
      else to = middle
    }
    return 0
  }

  /** The first form that ends at a node, or -1. */
  formAt(node: number): number {
    return this.nodes[node * NODE + FORM] as number
  }
}

/** Lays out the nodes of sorted forms. */
class Builder {
  nodes: Int32Array
  /** Nodes at the depth where the trie is entered, each with one of its forms. */
  readonly entries: number[] = []
  /** Nodes at which a form's first run of letters ends. */
  readonly runs: { node: number; form: number; length: number }[] = []
  private count = 1
  private readonly forms: readonly Uint16Array[]
  private readonly order: readonly number[]
  private readonly sameEnd: Int32Array

  constructor(forms: readonly Uint16Array[], order: readonly number[], sameEnd: Int32Array) {
    this.forms = forms
    this.order = order
    this.sameEnd = sameEnd
    let capacity = 1
    for (const form of forms) capacity += form.length
    this.nodes = new Int32Array(capacity * NODE)
    this.nodes[FORM] = -1
    this.grow(0, 0, order.length, 0, true)
    this.nodes = this.nodes.slice(0, this.count * NODE)
  }

  /** Hangs the forms of a range, equal up to a depth, from their node. */
  private grow(node: number, from: number, to: number, depth: number, letters: boolean): void {
    const { nodes, order, forms } = this
    let rest = from
    for (; rest < to && (forms[order[rest] as number] as Uint16Array).length === depth; rest++) {
      const id = order[rest] as number
      this.sameEnd[id] = nodes[node * NODE + FORM] as number
      nodes[node * NODE + FORM] = id
    }
    if (depth === ENTRY_UNITS) this.entries.push(node, order[from] as number)
    const starts: number[] = []
    let previous = -1
    let ends = rest > from
    for (let i = rest; i < to; i++) {
      const unit = (forms[order[i] as number] as Uint16Array)[depth] as number
      if (unit !== previous) {
        starts.push(i)
        ends ||= kindOf(unit) !== unitKind.letter
      }
      previous = unit
    }
    if (letters && ends && depth > 0)
      this.runs.push({ node, form: order[from] as number, length: depth })
    if (starts.length === 0) return
    const first = this.count
    this.count += starts.length
    nodes[node * NODE] = (nodes[node * NODE] as number) | (starts.length << WIDTH_SHIFT)
    nodes[node * NODE + CHILD] = first
    starts.forEach((start, index) => {
      const at = (first + index) * NODE
      nodes[at + LABEL] = (forms[order[start] as number] as Uint16Array)[depth] as number
      nodes[at + FORM] = -1
    })
    starts.forEach((start, index) => {
      const unit = (nodes[(first + index) * NODE] as number) & UNIT
      const stillLetters = letters && kindOf(unit) === unitKind.letter
      this.grow(first + index, start, starts[index + 1] ?? to, depth + 1, stillLetters)
    })
  }
}

function compare(a: Uint16Array, b: Uint16Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function entryHash(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a, 0x9e3779b1) + b
  hash = Math.imul(hash, 0x9e3779b1) + c
  hash = Math.imul(hash, 0x9e3779b1) + d
  return hash ^ (hash >>> 12)
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
