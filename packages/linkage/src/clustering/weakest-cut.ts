import type { WeightedPair } from './correlation-clusters.ts'

export type Cut = {
  /** The nodes of one side, in ascending order. */
  side: number[]
  /** What speaks for the two sides being one. */
  weight: number
}

/** Nodes up to which the cut is the least of all; above, it is the least of those that leave one node alone. */
const maxExact = 250

/**
 * The division of a cluster across which the least evidence holds it together (Stoer and Wagner 1997). Only what
 * speaks for the pairs counts.
 * @param count at least 2
 */
export function weakestCut(count: number, pairs: readonly WeightedPair[]): Cut {
  const weights = Array.from({ length: count }, () => new Map<number, number>())
  for (const { one, other, weight } of pairs) {
    if (one === other || weight <= 0) continue
    add(weights, one, other, weight)
  }
  return count > maxExact ? loneliest(weights) : leastOfAll(weights)
}

function add(weights: readonly Map<number, number>[], a: number, b: number, weight: number): void {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const own = weights[one]
    own?.set(other, (own.get(other) ?? 0) + weight)
  }
}

function loneliest(weights: readonly ReadonlyMap<number, number>[]): Cut {
  const sums = weights.map((own) => [...own.values()].reduce((sum, weight) => sum + weight, 0))
  const weight = Math.min(...sums)
  return { side: [sums.indexOf(weight)], weight }
}

function leastOfAll(weights: readonly Map<number, number>[]): Cut {
  const groups = new Map(weights.map((_, node) => [node, [node]]))
  let best: Cut | undefined
  while (groups.size > 1) {
    const sums = new Map([...groups.keys()].map((node) => [node, 0]))
    let [before, last, weight] = [-1, -1, 0]
    while (sums.size > 0) {
      let [next, most] = [-1, -1]
      for (const [node, sum] of sums) if (sum > most) [next, most] = [node, sum]
      sums.delete(next)
      ;[before, last, weight] = [last, next, most]
      for (const [other, own] of weights[next] ?? []) {
        const sum = sums.get(other)
        if (sum !== undefined) sums.set(other, sum + own)
      }
    }
    const side = groups.get(last) ?? []
    if (best === undefined || weight < best.weight) {
      const inside = new Set(side)
      const rest = weights.map((_, node) => node).filter((node) => !inside.has(node))
      const smaller = side.length <= rest.length ? side : rest
      best = { side: smaller.toSorted((a, b) => a - b), weight }
    }
    groups.set(before, [...(groups.get(before) ?? []), ...side])
    groups.delete(last)
    for (const [other, own] of weights[last] ?? []) {
      weights[other]?.delete(last)
      if (other === before) continue
      add(weights, before, other, own)
    }
    weights[last]?.clear()
  }
  return best ?? { side: [0], weight: 0 }
}
