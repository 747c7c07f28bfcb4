const BITS = 1 << 20
const LONG_BITS = 1 << 18
const A = 0x61
/** So many letters more than a name has a spelling of it with doubled letters. */
const MOST_DOUBLED = 2

/**
 * Tells most words that lie near no name from four letters at their edges and
 * their length: the first four; the first three and the last; the first two and
 * the last two; the first and the last three. One edit leaves one of these sets
 * whole, and two edits seldom hurt them all.
 */
export class NameEdges {
  private readonly bits = new Uint8Array(BITS >> 3)
  private readonly longBits = new Uint8Array(LONG_BITS >> 3)
  private readonly keys = new Int32Array(4)

  /**
   * @param words of how many words the name is
   * @param edits how many edits from the name its spellings lie at the most
   * @param doubled whether spellings with letters doubled are looked for as well
   */
  add(name: Uint16Array, words: number, edits: number, doubled: boolean): void {
    const most = Math.max(edits, doubled ? MOST_DOUBLED : 0)
    this.takeKeys(name, name.length)
    for (let length = name.length - edits; length <= name.length + most; length++)
      for (let set = 0; set < 4; set++) {
        mark(this.bits, this.place(set, length, words) & (BITS - 1))
        if (edits === 2) mark(this.longBits, this.place(set, length, words) & (LONG_BITS - 1))
      }
  }

  /** True where a name of so many words may be within one edit, or a long one within two. */
  has(word: Uint16Array, length: number, words: number): boolean {
    this.takeKeys(word, length)
    return (
      this.marked(0, length, words) ||
      this.marked(1, length, words) ||
      this.marked(3, length, words) ||
      this.markedLong(2, length, words)
    )
  }

  /** True where a name that is looked for within two edits may be. */
  hasLong(word: Uint16Array, length: number, words: number): boolean {
    this.takeKeys(word, length)
    return (
      this.markedLong(1, length, words) ||
      this.markedLong(2, length, words) ||
      this.markedLong(3, length, words)
    )
  }

  private marked(set: number, length: number, words: number): boolean {
    const bit = this.place(set, length, words) & (BITS - 1)
    return ((this.bits[bit >> 3] as number) & (1 << (bit & 7))) !== 0
  }

  private markedLong(set: number, length: number, words: number): boolean {
    const bit = this.place(set, length, words) & (LONG_BITS - 1)
    return ((this.longBits[bit >> 3] as number) & (1 << (bit & 7))) !== 0
  }

  private place(set: number, length: number, words: number): number {
    const key = Math.imul((this.keys[set] as number) * 4 + set, 0x9e3779b1) + length * 4 + words
    const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d)
    return (mixed ^ (mixed >>> 13)) >>> 0
  }

  private takeKeys(word: Uint16Array, length: number): void {
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

function mark(bits: Uint8Array, bit: number): void {
  bits[bit >> 3] = (bits[bit >> 3] as number) | (1 << (bit & 7))
}
