import type { NearPairs } from './near-pairs.ts'

export type BestLinksOptions = {
  pairs: NearPairs
  /** Pairs of each account that are among its best. */
  most: number
  compare(one: number, other: number): number
}

export type BestPair = readonly [one: number, other: number]

/** Pairs that are among the best of one of their accounts. */
export class BestLinks {
  readonly #options: BestLinksOptions
  /** Of each account that has pairs, those of the most bits. */
  readonly #best = new Map<number, readonly number[]>()

  constructor(options: BestLinksOptions) {
    this.#options = options
  }

  has(one: number, other: number): boolean {
    return this.#isBest(one, other) || this.#isBest(other, one)
  }

  /**
   * @param accounts those whose pairs changed
   * @returns pairs that are among the best now and were not, and those that were and are no more
   */
  update(accounts: ReadonlySet<number>): { added: BestPair[]; removed: BestPair[] } {
    const before = new Map([...accounts].map((account) => [account, this.#best.get(account) ?? []]))
    const touched = new Map<string, { pair: BestPair; wasBest: boolean }>()
    const note = (one: number, other: number): void => {
      const pair: BestPair = one < other ? [one, other] : [other, one]
      const name = pair.join()
      if (!touched.has(name)) touched.set(name, { pair, wasBest: this.has(one, other) })
    }
    const after = new Map([...accounts].map((account) => [account, this.#bestOf(account)]))
    for (const lists of [before, after])
      for (const [account, own] of lists) for (const other of own) note(account, other)
    for (const [account, own] of after)
      if (own.length === 0) this.#best.delete(account)
      else this.#best.set(account, own)
    const changed = [...touched.values()].map((one) => ({
      ...one,
      isBest: this.has(...one.pair),
    }))
    return {
      added: changed.flatMap(({ pair, isBest, wasBest }) => (isBest && !wasBest ? [pair] : [])),
      removed: changed.flatMap(({ pair, isBest, wasBest }) => (wasBest && !isBest ? [pair] : [])),
    }
  }

  #isBest(one: number, other: number): boolean {
    return this.#best.get(one)?.includes(other) === true
  }

  #bestOf(account: number): number[] {
    const { pairs, most, compare } = this.#options
    return [...pairs.of(account)]
      .toSorted(([a, one], [b, other]) => other - one || compare(a, b))
      .slice(0, most)
      .map(([other]) => other)
  }
}
