import type { CandidateLimits } from './find-candidates.ts'
import { Repeated } from './repeated.ts'

/**
 * Finds for each owner those who share keys with it: an inverted index in which a block above its limit is left out.
 * Of an owner’s candidates those that share the rarest keys stay. They depend on the blocks of its own keys alone.
 */
export class CandidateIndex {
  readonly #keys: readonly Int32Array[]
  readonly #limits: CandidateLimits
  readonly #usual: number
  readonly #blocks = new Map<number, number[]>()
  readonly #beyond = new Map<number, number>()
  readonly #shared: Float64Array

  /**
   * @param keys each owner’s keys, ascending, each once
   * @param usual how many owners a key’s are held against
   */
  constructor(keys: readonly Int32Array[], limits: CandidateLimits, usual: number) {
    this.#keys = keys
    this.#limits = limits
    this.#usual = usual
    this.#shared = new Float64Array(keys.length)
    // Most keys have one owner, for which a block of its own would fill the memory.
    const repeated = new Repeated(keys.reduce((sum, { length }) => sum + length, 0))
    for (const own of keys) for (const key of own) repeated.add(key)
    for (const [owner, own] of keys.entries())
      for (const key of own) {
        if (!repeated.has(key)) continue
        const block = this.#blocks.get(key)
        if (block === undefined) this.#blocks.set(key, [owner])
        else if (block.length <= limits.block) block.push(owner)
        else this.#beyond.set(key, (this.#beyond.get(key) ?? 0) + 1)
      }
  }

  keysOf(owner: number): Int32Array {
    return this.#keys[owner] ?? new Int32Array()
  }

  /** Owners of a key; 1 where it has none or one. */
  ownersOf(key: number): number {
    return (this.#blocks.get(key)?.length ?? 1) + (this.#beyond.get(key) ?? 0)
  }

  /** Ascending. */
  candidatesOf(owner: number): Int32Array {
    const touched: number[] = []
    const shared = this.#shared
    for (const key of this.#keys[owner] ?? []) {
      const block = this.#blocks.get(key)
      if (block === undefined || block.length < 2 || block.length > this.#limits.block) continue
      const rarity = Math.log2(1 + this.#usual / block.length)
      for (const other of block) {
        if (other === owner) continue
        if (shared[other] === 0) touched.push(other)
        shared[other] = (shared[other] ?? 0) + rarity
      }
    }
    const best =
      touched.length <= this.#limits.owner
        ? touched
        : touched
            .toSorted((a, b) => (shared[b] ?? 0) - (shared[a] ?? 0) || a - b)
            .slice(0, this.#limits.owner)
    for (const other of touched) shared[other] = 0
    return Int32Array.from(best).toSorted()
  }
}
