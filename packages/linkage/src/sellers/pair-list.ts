import type { Pair } from '../candidates/index.ts'

/** Pairs of a known number of accounts, as one number each. */
export class PairList {
  readonly #count: number
  #codes = new Float64Array(1024)
  #weights = new Float64Array()
  #size = 0

  constructor(count: number) {
    this.#count = count
  }

  add(one: number, other: number): void {
    if (this.#size === this.#codes.length) {
      const more = new Float64Array(2 * this.#size)
      more.set(this.#codes)
      this.#codes = more
    }
    this.#codes[this.#size++] = Math.min(one, other) * this.#count + Math.max(one, other)
  }

  /** Puts the pairs in order, and gives each its bits. */
  weigh(bitsOf: (one: number, other: number) => number): void {
    this.#codes = this.#codes.slice(0, this.#size).sort()
    this.#weights = this.#codes.map((code) => bitsOf(...this.#pairOf(code)))
  }

  /** The pairs that are among the best of one of their accounts. */
  best(most: number): Pair[] {
    const own = Array.from({ length: this.#count }, (): number[] => [])
    for (const [at, code] of this.#codes.entries())
      for (const account of this.#pairOf(code)) own[account]?.push(at)
    const isBest = new Uint8Array(this.#size)
    const weights = this.#weights
    for (const list of own)
      for (const at of list
        .toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
        .slice(0, most))
        isBest[at] = 1
    return [...isBest.keys()]
      .filter((at) => isBest[at] === 1)
      .map((at) => this.#pairOf(this.#codes[at] ?? 0))
  }

  #pairOf(code: number): Pair {
    return [Math.floor(code / this.#count), code % this.#count]
  }
}
