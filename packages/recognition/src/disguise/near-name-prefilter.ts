import type { CompiledTables, Table } from '../compiled-tables/index.ts'
import { BitSet } from '../text/index.ts'

const BITS = 20
const LONG_BITS = 18
const A = 0x61
/** A spelling with doubled letters is at most this much longer than the name. */
const MAX_DOUBLED = 2

/**
 * Excludes most words that are near no name by their length and four letters at their edges: the first four; the
 * first three and the last; the first two and the last two; the first and the last three. One edit leaves one of
 * these sets intact, and two edits seldom change them all.
 */
export class NearNamePrefilter {
  private readonly near: BitSet
  private readonly far: BitSet
  private readonly keys = new Int32Array(4)

  constructor(tables?: CompiledTables) {
    this.near = new BitSet(BITS, tables?.get('near-names.edges', Uint8Array))
    this.far = new BitSet(LONG_BITS, tables?.get('near-names.long-edges', Uint8Array))
  }

  addTo(tables: Map<string, Table>): void {
    tables.set('near-names.edges', this.near.bits)
    tables.set('near-names.long-edges', this.far.bits)
  }

  /**
   * @param words number of words in the name
   * @param edits maximum number of edits between the name and its spellings
   * @param doubled whether spellings with doubled letters are included
   */
  add(name: Uint16Array, words: number, edits: number, doubled: boolean): void {
    const most = Math.max(edits, doubled ? MAX_DOUBLED : 0)
    this.computeKeys(name, name.length)
    for (let length = name.length - edits; length <= name.length + most; length++)
      for (let set = 0; set < 4; set++) {
        const hash = this.hash(set, length, words)
        this.near.add(hash)
        if (edits === 2) this.far.add(hash)
      }
  }

  /** True if a name of this many words may be within one edit, or a long one within two. */
  has(word: Uint16Array, length: number, words: number): boolean {
    this.computeKeys(word, length)
    return (
      this.near.has(this.hash(0, length, words)) ||
      this.near.has(this.hash(1, length, words)) ||
      this.near.has(this.hash(3, length, words)) ||
      this.far.has(this.hash(2, length, words))
    )
  }

  /** True if a name that is matched within two edits may be. */
  hasLong(word: Uint16Array, length: number, words: number): boolean {
    this.computeKeys(word, length)
    return (
      this.far.has(this.hash(1, length, words)) ||
      this.far.has(this.hash(2, length, words)) ||
      this.far.has(this.hash(3, length, words))
    )
  }

  private hash(set: number, length: number, words: number): number {
    return Math.imul((this.keys[set] as number) * 4 + set, 0x9e3779b1) + length * 4 + words
  }

  private computeKeys(word: Uint16Array, length: number): void {
    const a = (word[0] as number) - A
    const b = (word[1] as number) - A
    const c = (word[2] as number) - A
    const d = (word[3] as number) - A
    const x = (word[length - 3] as number) - A
    const y = (word[length - 2] as number) - A
    const z = (word[length - 1] as number) - A
    this.keys[0] = ((a * 26 + b) * 26 + c) * 26 + d
    this.keys[1] = ((a * 26 + b) * 26 + c) * 26 + z
    this.keys[2] = ((a * 26 + b) * 26 + y) * 26 + z
    this.keys[3] = ((a * 26 + x) * 26 + y) * 26 + z
  }
}
