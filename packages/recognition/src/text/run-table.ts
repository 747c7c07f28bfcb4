import { mixHash } from './bit-set.ts'
import { extendHash } from './run-filter.ts'

/** The fields of a slot: the run's hash, its node and the address of its units. */
const SLOT = 3

/**
 * Maps a whole run of letters to its node in a trie. One look-up replaces a walk letter by letter, each step of which
 * may wait for memory.
 */
export class RunTable {
  readonly slots: Int32Array
  /** Each run as its length and then its units. */
  readonly units: Uint16Array
  private readonly mask: number

  constructor(slots: Int32Array, units: Uint16Array) {
    this.slots = slots
    this.units = units
    this.mask = slots.length / SLOT - 1
  }

  /**
   * @param units the units of all forms
   * @param runs three numbers for each run: its node, where it begins in the units, and its length
   */
  static of(units: Uint16Array, runs: readonly number[]): RunTable {
    let size = 16
    while (size * 3 < runs.length * 2) size *= 2
    let total = 1
    for (let run = 0; run < runs.length; run += 3) total += (runs[run + 2] as number) + 1
    const table = new RunTable(new Int32Array(size * SLOT), new Uint16Array(total))
    table.fill(units, runs)
    return table
  }

  private fill(units: Uint16Array, runs: readonly number[]): void {
    let at = 1
    for (let run = 0; run < runs.length; run += 3) {
      const start = runs[run + 1] as number
      const length = runs[run + 2] as number
      this.units[at] = length
      let hash = 0
      for (let i = 0; i < length; i++) {
        const unit = units[start + i] as number
        this.units[at + 1 + i] = unit
        hash = extendHash(hash, unit)
      }
      this.put(hash, runs[run] as number, at)
      at += length + 1
    }
  }

  private put(hash: number, node: number, at: number): void {
    const { slots, mask } = this
    let slot = mixHash(hash) & mask
    while (slots[slot * SLOT + 2] !== 0) slot = (slot + 1) & mask
    slots[slot * SLOT] = hash
    slots[slot * SLOT + 1] = node
    slots[slot * SLOT + 2] = at
  }

  /**
   * The node that the units of a text from one to before another lead to, or 0.
   * @param hash of these units, by `extendHash`
   */
  nodeOf(hash: number, text: Uint16Array, from: number, to: number): number {
    const { slots, mask } = this
    for (let slot = mixHash(hash) & mask; ; slot = (slot + 1) & mask) {
      const at = slots[slot * SLOT + 2] as number
      if (at === 0) return 0
      if (slots[slot * SLOT] === hash && this.isAt(at, text, from, to))
        return slots[slot * SLOT + 1] as number
    }
  }

  private isAt(at: number, text: Uint16Array, from: number, to: number): boolean {
    const { units } = this
    if (units[at] !== to - from) return false
    for (let i = from; i < to; i++) if (units[at + 1 + i - from] !== text[i]) return false
    return true
  }
}
