const mostBits = 2 ** 27

/** Which numbers were added more than once: all of them, and a few others. */
export class Repeated {
  readonly #bits: number
  readonly #once: Uint8Array
  readonly #again: Uint8Array

  /** @param count about how many will be added */
  constructor(count: number) {
    this.#bits = 2 ** 10
    while (this.#bits < Math.min(mostBits, 8 * count)) this.#bits *= 2
    this.#once = new Uint8Array(this.#bits / 8)
    this.#again = new Uint8Array(this.#bits / 8)
  }

  add(number: number): void {
    const at = this.#placeOf(number)
    const bit = 1 << (at & 7)
    const before = this.#once[at >>> 3] ?? 0
    if ((before & bit) === 0) this.#once[at >>> 3] = before | bit
    else this.#again[at >>> 3] = (this.#again[at >>> 3] ?? 0) | bit
  }

  has(number: number): boolean {
    const at = this.#placeOf(number)
    return ((this.#again[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0
  }

  #placeOf(number: number): number {
    return (number >>> 0) % this.#bits
  }
}
