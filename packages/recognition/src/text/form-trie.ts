import type { CompiledTables, Table } from '../compiled-tables/index.ts'
import { kindOf, unitKind } from './fold.ts'
import type { FormList } from './form-list.ts'
import { RunTable } from './run-table.ts'

/** Forms up to this length are looked up whole; longer ones enter the trie at this depth + 1. */
export const SHORT_UNITS = 3
const ENTRY_UNITS = 4
/** The three units of a short form and its id. */
const SHORT_FIELDS = 4

/** The fields of a node, stored consecutively, so that a step reads one cache line. */
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
 * A read-only trie over sequences of UTF-16 units. Children of a node are adjacent, and the subtree of the first of
 * them directly follows, so that following a form reads memory sequentially and costs the same among a hundred forms
 * or a million. Forms of four units and more are entered by a hash of their first four.
 */
export class FormTrie {
  private readonly nodes: Int32Array
  private readonly runs: RunTable
  private readonly entryNode: Int32Array
  private readonly entryUnits: Uint16Array
  private readonly entryMask: number
  private readonly entryBits: Uint8Array
  private readonly shortBits: Uint8Array
  /** Forms of three units and fewer: their units and their id. */
  private readonly shortForms: Int32Array
  private readonly short = new Map<number, Map<number, number>>()

  private constructor(parts: TrieParts) {
    this.nodes = parts.nodes
    this.runs = parts.runs
    this.entryNode = parts.entryNode
    this.entryUnits = parts.entryUnits
    this.entryMask = parts.entryNode.length - 1
    this.entryBits = parts.entryBits
    this.shortBits = parts.shortBits
    this.shortForms = parts.shortForms
    for (let at = 0; at < this.shortForms.length; at += SHORT_FIELDS) this.linkShort(at)
  }

  /**
   * @param forms none empty; equal ones are linked
   * @param sameEnd receives, for each form, the next form of equal units or -1
   */
  static of(forms: FormList, sameEnd: Int32Array): FormTrie {
    const sorted = new SortedForms(forms)
    const built = new Builder(sorted, sameEnd)
    const { ids, starts, units } = sorted
    const shorts: number[] = []
    const shortBits = new Uint8Array(1 << 14)
    for (let i = 0; i < ids.length; i++) {
      const start = starts[i] as number
      const length = (starts[i + 1] as number) - start
      if (length > SHORT_UNITS) continue
      const a = units[start] as number
      const b = length > 1 ? (units[start + 1] as number) : 0
      const c = length > 2 ? (units[start + 2] as number) : 0
      mark(shortBits, shortHash(a, b, c))
      shorts.push(a, b, c, ids[i] as number)
    }
    let size = 16
    while (size < built.entries.length) size *= 2
    const trie = new FormTrie({
      nodes: built.nodes,
      runs: RunTable.of(units, built.runs),
      entryNode: new Int32Array(size),
      entryUnits: new Uint16Array(size * ENTRY_UNITS),
      entryBits: new Uint8Array(1 << 17),
      shortBits,
      shortForms: Int32Array.from(shorts),
    })
    for (let i = 0; i < built.entries.length; i += 2)
      trie.addEntry(built.entries[i] as number, units, built.entries[i + 1] as number)
    return trie
  }

  static from(tables: CompiledTables, name: string): FormTrie {
    return new FormTrie({
      nodes: tables.get(`${name}.nodes`, Int32Array),
      runs: new RunTable(
        tables.get(`${name}.run-slots`, Int32Array),
        tables.get(`${name}.run-units`, Uint16Array),
      ),
      entryNode: tables.get(`${name}.entry-nodes`, Int32Array),
      entryUnits: tables.get(`${name}.entry-units`, Uint16Array),
      entryBits: tables.get(`${name}.entry-bits`, Uint8Array),
      shortBits: tables.get(`${name}.short-bits`, Uint8Array),
      shortForms: tables.get(`${name}.short-forms`, Int32Array),
    })
  }

  addTo(tables: Map<string, Table>, name: string): void {
    tables.set(`${name}.nodes`, this.nodes)
    tables.set(`${name}.run-slots`, this.runs.slots)
    tables.set(`${name}.run-units`, this.runs.units)
    tables.set(`${name}.entry-nodes`, this.entryNode)
    tables.set(`${name}.entry-units`, this.entryUnits)
    tables.set(`${name}.entry-bits`, this.entryBits)
    tables.set(`${name}.short-bits`, this.shortBits)
    tables.set(`${name}.short-forms`, this.shortForms)
  }

  private addEntry(node: number, units: Uint16Array, start: number): void {
    const { entryNode, entryUnits, entryMask } = this
    const a = units[start] as number
    const b = units[start + 1] as number
    const c = units[start + 2] as number
    const d = units[start + 3] as number
    const hash = entryHash(a, b, c, d)
    mark(this.entryBits, hash & 0xfffff)
    let slot = hash & entryMask
    while (entryNode[slot] !== 0) slot = (slot + 1) & entryMask
    entryNode[slot] = node
    const at = slot * ENTRY_UNITS
    entryUnits[at] = a
    entryUnits[at + 1] = b
    entryUnits[at + 2] = c
    entryUnits[at + 3] = d
  }

  private linkShort(at: number): void {
    const [a, b, c, id] = this.shortForms.subarray(at, at + SHORT_FIELDS) as unknown as number[]
    const key = (a as number) * 0x10000 + (b as number)
    let byThird = this.short.get(key)
    if (byThird === undefined) {
      byThird = new Map<number, number>()
      this.short.set(key, byThird)
    }
    // Equal forms are adjacent and linked: the last refers to them all.
    byThird.set(c as number, id as number)
  }

  /**
   * The first form of exactly these units, or -1; 0 means "no further unit".
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

interface TrieParts {
  nodes: Int32Array
  runs: RunTable
  entryNode: Int32Array
  entryUnits: Uint16Array
  entryBits: Uint8Array
  shortBits: Uint8Array
  shortForms: Int32Array
}

/** Forms in the order of their units, stored consecutively so that reading them all reads memory sequentially. */
class SortedForms {
  /** Which form comes at each place; equal ones in the order in which they were given. */
  readonly ids: Int32Array
  /** Where the units of the form at each place begin, and last where all end. */
  readonly starts: Int32Array
  readonly units: Uint16Array

  constructor({ units, starts, count }: FormList) {
    const heads = new Float64Array(count)
    const seconds = new Float64Array(count)
    this.ids = new Int32Array(count)
    for (let id = 0; id < count; id++) {
      const [from, to] = [starts[id] as number, starts[id + 1] as number]
      heads[id] = threeUnits(units, from, to)
      seconds[id] = threeUnits(units, from + 3, to)
      this.ids[id] = id
    }
    this.ids.sort(
      (a, b) =>
        (heads[a] as number) - (heads[b] as number) ||
        (seconds[a] as number) - (seconds[b] as number) ||
        compare(units, starts, a, b) ||
        a - b,
    )
    this.starts = new Int32Array(count + 1)
    this.units = new Uint16Array(starts[count] as number)
    let at = 0
    for (let i = 0; i < count; i++) {
      const id = this.ids[i] as number
      const end = starts[id + 1] as number
      this.starts[i] = at
      for (let j = starts[id] as number; j < end; j++) this.units[at++] = units[j] as number
    }
    this.starts[count] = at
  }
}

/** Three units as one number of the same order; most forms differ in their first or second three. */
function threeUnits(units: Uint16Array, from: number, to: number): number {
  const a = from < to ? (units[from] as number) : 0
  const b = from + 1 < to ? (units[from + 1] as number) : 0
  const c = from + 2 < to ? (units[from + 2] as number) : 0
  return a * 0x1_0000_0000 + b * 0x1_0000 + c
}

/** Lays out the nodes of sorted forms. */
class Builder {
  nodes: Int32Array
  /** Nodes at the depth where the trie is entered, each with where one of its forms begins. */
  readonly entries: number[] = []
  /** Nodes at which a form's first run of letters ends, each with where the form begins and the run's length. */
  readonly runs: number[] = []
  private count = 1
  private readonly forms: SortedForms
  private readonly sameEnd: Int32Array

  constructor(forms: SortedForms, sameEnd: Int32Array) {
    this.forms = forms
    this.sameEnd = sameEnd
    this.nodes = new Int32Array((forms.units.length + 1) * NODE)
    this.nodes[FORM] = -1
    this.grow(0, 0, forms.ids.length, 0, true)
    this.nodes = this.nodes.slice(0, this.count * NODE)
  }

  /** Hangs the forms of a range, equal up to a depth, from their node. */
  private grow(node: number, from: number, to: number, depth: number, letters: boolean): void {
    const { nodes } = this
    const { ids, starts, units } = this.forms
    const start = starts[from] as number
    let rest = from
    for (; rest < to && (starts[rest + 1] as number) - (starts[rest] as number) === depth; rest++) {
      const id = ids[rest] as number
      this.sameEnd[id] = nodes[node * NODE + FORM] as number
      nodes[node * NODE + FORM] = id
    }
    if (depth === ENTRY_UNITS) this.entries.push(node, start)
    const first = this.count
    let previous = -1
    let ends = rest > from
    for (let i = rest; i < to; i++) {
      const unit = units[(starts[i] as number) + depth] as number
      if (unit === previous) continue
      previous = unit
      const at = this.count++ * NODE
      nodes[at + LABEL] = unit
      nodes[at + FORM] = -1
      // Until its own forms hang from it, a child holds where they begin.
      nodes[at + CHILD] = i
      ends ||= kindOf(unit) !== unitKind.letter
    }
    if (letters && ends && depth > 0) this.runs.push(node, start, depth)
    const last = this.count
    if (last === first) return
    nodes[node * NODE] = (nodes[node * NODE] as number) | ((last - first) << WIDTH_SHIFT)
    nodes[node * NODE + CHILD] = first
    for (let child = first; child < last; child++) {
      const begin = nodes[child * NODE + CHILD] as number
      const end = child + 1 < last ? (nodes[(child + 1) * NODE + CHILD] as number) : to
      nodes[child * NODE + CHILD] = 0
      const unit = (nodes[child * NODE] as number) & UNIT
      this.grow(child, begin, end, depth + 1, letters && kindOf(unit) === unitKind.letter)
    }
  }
}

/** The order of two forms by their units. */
function compare(units: Uint16Array, starts: Int32Array, a: number, b: number): number {
  const [fromA, fromB] = [starts[a] as number, starts[b] as number]
  const [lengthA, lengthB] = [(starts[a + 1] as number) - fromA, (starts[b + 1] as number) - fromB]
  const length = Math.min(lengthA, lengthB)
  for (let i = 0; i < length; i++) {
    const difference = (units[fromA + i] as number) - (units[fromB + i] as number)
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
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
