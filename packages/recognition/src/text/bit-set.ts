/**
 * A compact set of hashes with false positives but no false negatives. Each takes two bits, so that a set a tenth
 * full errs once in a hundred; it should be as small as that allows, so that it stays in the processor's cache.
 */
export class BitSet {
  readonly bits: Uint8Array
  private readonly mask: number
  private readonly shift: number

  /**
   * @param log2 of the number of bits, 3 to 31
   * @param bits of a set of the same size, in place of an empty one
   */
  constructor(log2: number, bits = new Uint8Array(1 << (log2 - 3))) {
    this.bits = bits
    this.mask = 2 ** log2 - 1
    this.shift = 32 - log2
  }

  add(hash: number): void {
    const mixed = mixHash(hash)
    this.mark(mixed & this.mask)
    this.mark(mixed >>> this.shift)
  }

  has(hash: number): boolean {
    const mixed = mixHash(hash)
    return this.marked(mixed & this.mask) && this.marked(mixed >>> this.shift)
  }

  private mark(bit: number): void {
    this.bits[bit >> 3] = (this.bits[bit >> 3] as number) | (1 << (bit & 7))
  }

  private marked(bit: number): boolean {
    return ((this.bits[bit >> 3] as number) & (1 << (bit & 7))) !== 0
  }
}

/** Spreads a hash over all of its bits. */
export function mixHash(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}
