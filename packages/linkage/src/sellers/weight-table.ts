import type { Vector } from './market-statistics.ts'

/** A vector’s weights by feature, for its products with many others: an open hash table, mostly empty. */
export class WeightTable {
  #features = new Int32Array(1024)
  #weights = new Float32Array(1024)

  fill({ features, weights }: Vector): void {
    let size = this.#features.length
    while (size < 4 * features.length) size *= 2
    if (size > this.#features.length) {
      this.#features = new Int32Array(size)
      this.#weights = new Float32Array(size)
    } else this.#weights.fill(0)
    for (let at = 0; at < features.length; at++) {
      const place = this.#placeOf(features[at] ?? 0)
      this.#features[place] = features[at] ?? 0
      this.#weights[place] = weights[at] ?? 0
    }
  }

  product({ features, weights }: Vector): number {
    let sum = 0
    for (let at = 0; at < features.length; at++)
      sum += (weights[at] ?? 0) * (this.#weights[this.#placeOf(features[at] ?? 0)] ?? 0)
    return sum
  }

  /** Where a feature is, or nothing: features are hashes, of which the last bits are as good as any. */
  #placeOf(feature: number): number {
    const last = this.#features.length - 1
    let at = feature & last
    while (this.#weights[at] !== 0 && this.#features[at] !== feature) at = (at + 1) & last
    return at
  }
}
