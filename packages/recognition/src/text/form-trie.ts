/** A node with more children than this is entered by a map instead of sibling by sibling. */
const WIDE = 16
const LEAF = 1 << 30

/** Forms up to this length are looked up whole; longer ones enter the trie at this depth + 1. */
export const SHORT_UNITS = 3
const ENTRY_UNITS = 4

/**
 * A read-only trie over sequences of UTF-16 units, laid out in preorder: a node's
 * first child is the next node, so that following a form reads memory in a row
 * and costs the same among a hundred forms or a million. Forms of four units and
 * more are entered by a hash of their first four.
 */
export class FormTrie {
  private readonly label: Uint16Array
  /** Index of the next sibling or 0; LEAF is set where there is no child. */
  private readonly next: Int32Array
  /** First form that ends at a node, or -1. */
  private readonly ends: Int32Array
  private readonly wide = new Map<number, Map<number, number>>()
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
    let capacity = 1
    for (const form of forms) capacity += form.length
    const label = new Uint16Array(capacity)
    const next = new Int32Array(capacity)
    const ends = new Int32Array(capacity).fill(-1)
    const children = new Int32Array(capacity)
    let nodes = 1
    let previous: Uint16Array = new Uint16Array(0)
    // The nodes of the form before, root first.
    const path: number[] = [0]
    const entries: number[] = []
    for (const id of order) {
      const form = forms[id] as Uint16Array
      const shared = sharedLength(previous, form)
      if (shared < previous.length && shared < form.length) {
        const elder = path[shared + 1] as number
        next[elder] = (next[elder] as number) | nodes
      }
      for (let depth = shared; depth < form.length; depth++) {
        const node = nodes++
        label[node] = form[depth] as number
        next[node] = LEAF
        const parent = path[depth] as number
        next[parent] = (next[parent] as number) & ~LEAF
        children[parent] = (children[parent] as number) + 1
        path[depth + 1] = node
        if (depth + 1 === ENTRY_UNITS) entries.push(node, id)
      }
      path.length = form.length + 1
      const last = path[form.length] as number
      sameEnd[id] = ends[last] as number
      ends[last] = id
      if (form.length <= SHORT_UNITS) this.addShort(form, id)
      previous = form
    }
    this.label = label.slice(0, nodes)
    this.next = next.slice(0, nodes)
    this.ends = ends.slice(0, nodes)
    for (let node = 1; node < nodes; node++)
      if ((children[node] as number) > WIDE) this.wide.set(node, this.childMap(node))
    let size = 16
    while (size < entries.length) size *= 2
    this.entryMask = size - 1
    this.entryNode = new Int32Array(size)
    this.entryUnits = new Uint16Array(size * ENTRY_UNITS)
    for (let i = 0; i < entries.length; i += 2)
      this.addEntry(entries[i] as number, forms[entries[i + 1] as number] as Uint16Array)
  }

  private childMap(node: number): Map<number, number> {
    const map = new Map<number, number>()
    for (let child = node + 1; child !== 0; child = (this.next[child] as number) & ~LEAF)
      map.set(this.label[child] as number, child)
    return map
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

  /** The child of a node by a unit, or 0. */
  child(node: number, unit: number): number {
    const { label, next } = this
    if (((next[node] as number) & LEAF) !== 0) return 0
    let child = node + 1
    if (label[child] === unit) return child
    const map = this.wide.size === 0 ? undefined : this.wide.get(node)
    if (map !== undefined) return map.get(unit) ?? 0
    do {
      child = (next[child] as number) & ~LEAF
      if (child === 0) return 0
    } while (label[child] !== unit)
    return child
  }

  /** The first form that ends at a node, or -1. */
  formAt(node: number): number {
    return this.ends[node] as number
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

function sharedLength(a: Uint16Array, b: Uint16Array): number {
  const length = Math.min(a.length, b.length)
  let shared = 0
  while (shared < length && a[shared] === b[shared]) shared++
  return shared
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
