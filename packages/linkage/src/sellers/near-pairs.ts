const none: ReadonlyMap<number, number> = new Map()

/** Pairs of accounts with at least so many bits, by each of both. */
export class NearPairs {
  readonly #bits = new Map<number, Map<number, number>>()

  of(account: number): ReadonlyMap<number, number> {
    return this.#bits.get(account) ?? none
  }

  get(one: number, other: number): number | undefined {
    return this.#bits.get(one)?.get(other)
  }

  set(one: number, other: number, bits: number | undefined): void {
    this.#put(one, other, bits)
    this.#put(other, one, bits)
  }

  #put(one: number, other: number, bits: number | undefined): void {
    const own = this.#bits.get(one)
    if (bits === undefined) {
      own?.delete(other)
      if (own?.size === 0) this.#bits.delete(one)
    } else if (own === undefined) this.#bits.set(one, new Map([[other, bits]]))
    else own.set(other, bits)
  }
}
