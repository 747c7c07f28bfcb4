import { BitSet } from '../text/index.ts'

const BITS = 20
const LONG_BITS = 18
const A = 0x61
/** So many letters more than a name has a spelling of it with doubled letters. */
const MOST_DOUBLED = 2

/**
 * Tells most words that lie near no name from four letters at their edges and
 * their length: the first four; the first three and the last; the first two and
 * the last two; the first and the last three. One edit leaves one of these sets
 * whole, and two edits seldom hurt them all.
 */
export class NearNamePrefilter {
  private readonly near = new BitSet(BITS)
  private readonly far = new BitSet(LONG_BITS)
  private readonly keys = new Int32Array(4)

  /**
   * @param words of how many words the name is
   * @param edits how many edits from the name its spellings lie at the most
   * @param doubled whether spellings with letters doubled are looked for as well
   */
  add(name: Uint16Array, words: number, edits: number, doubled: boolean): void {
    const most = Math.max(edits, doubled ? MOST_DOUBLED : 0)
    this.computeKeys(name, name.length)
    for (let length = name.length - edits; length <= name.length + most; length++)
      for (let set = 0; set < 4; set++) {
        const hash = this.hash(set, length, words)
        this.near.add(hash)
        if (edits === 2) this.far.add(hash)
      }
  }

  /** True where a name of so many words may be within one edit, or a long one within two. */
  has(word: Uint16Array, length: number, words: number): boolean {
    this.computeKeys(word, length)
    return (
      this.near.has(this.hash(0, length, words)) ||
      this.near.has(this.hash(1, length, words)) ||
      this.near.has(this.hash(3, length, words)) ||
      this.far.has(this.hash(2, length, words))
    )
  }

  /** True where a name that is looked for within two edits may be. */
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
