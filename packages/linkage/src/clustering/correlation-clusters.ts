/** What speaks for (above 0) or against (below 0) two nodes being one; minus infinity forbids it. */
export type WeightedPair = { one: number; other: number; weight: number }

type Edge = { one: number; other: number; weight: number }

/** The heaviest first; of equals the one of the smaller nodes, so that the result depends on the weights alone. */
function isBefore(a: Edge, b: Edge): boolean {
  if (a.weight !== b.weight) return a.weight > b.weight
  return a.one !== b.one ? a.one < b.one : a.other < b.other
}

/** A binary heap of edges. */
class EdgeQueue {
  readonly #edges: Edge[] = []

  push(edge: Edge): void {
    const edges = this.#edges
    let at = edges.push(edge) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = edges[parent]
      if (above === undefined || !isBefore(edge, above)) break
      edges[at] = above
      at = parent
    }
    edges[at] = edge
  }

  pop(): Edge | undefined {
    const edges = this.#edges
    const [first] = edges
    const last = edges.pop()
    if (last === undefined || edges.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      const [left, right] = [edges[child], edges[child + 1]]
      if (left === undefined) break
      if (right !== undefined && isBefore(right, left)) child++
      const best = edges[child]
      if (best === undefined || !isBefore(best, last)) break
      edges[at] = best
      at = child
    }
    edges[at] = last
    return first
  }
}

/** Joins, again and again, the two clusters that most speaks for, until nothing speaks for any two. */
function contract(count: number, pairs: readonly WeightedPair[]): number[] {
  const neighbours = Array.from({ length: count }, () => new Map<number, number>())
  const at = (node: number): Map<number, number> => neighbours[node] ?? new Map<number, number>()
  const add = (one: number, other: number, weight: number): number => {
    const sum = (at(one).get(other) ?? 0) + weight
    at(one).set(other, sum)
    at(other).set(one, sum)
    return sum
  }
  for (const { one, other, weight } of pairs) if (one !== other) add(one, other, weight)
  const queue = new EdgeQueue()
  const enqueue = (a: number, b: number, weight: number): void => {
    if (weight > 0) queue.push({ one: Math.min(a, b), other: Math.max(a, b), weight })
  }
  for (const [one, own] of neighbours.entries())
    for (const [other, weight] of own) if (one < other) enqueue(one, other, weight)

  const parents = Array.from({ length: count }, (_, node) => node)
  for (let edge = queue.pop(); edge !== undefined; edge = queue.pop()) {
    const { one, other, weight } = edge
    // An edge of a cluster that has been joined since is out of date.
    if (at(one).get(other) !== weight) continue
    parents[other] = one
    at(one).delete(other)
    for (const [third, further] of at(other)) {
      at(third).delete(other)
      if (third !== one) enqueue(one, third, add(one, third, further))
    }
    at(other).clear()
  }
  return parents.map((_, node) => {
    let root = node
    for (let next = parents[root]; next !== undefined && next !== root; next = parents[root])
      root = next
    return root
  })
}

const maxRounds = 50

/** Moves single nodes to where most speaks for them, or out, as long as that gains anything. */
function moveNodes(clusters: number[], pairs: readonly WeightedPair[]): void {
  const neighbours = clusters.map((): [other: number, weight: number][] => [])
  for (const { one, other, weight } of pairs) {
    if (one === other) continue
    neighbours[one]?.push([other, weight])
    neighbours[other]?.push([one, weight])
  }
  let free = clusters.length
  for (let round = 0, moved = true; moved && round < maxRounds; round++) {
    moved = false
    for (const [node, own] of neighbours.entries()) {
      const sums = new Map<number, number>()
      for (const [other, weight] of own) {
        const cluster = clusters[other] ?? other
        sums.set(cluster, (sums.get(cluster) ?? 0) + weight)
      }
      const here = clusters[node] ?? node
      const stays = sums.get(here) ?? 0
      let [best, most] = [here, stays]
      for (const [cluster, sum] of [...sums].toSorted(([a], [b]) => a - b))
        if (sum > most) [best, most] = [cluster, sum]
      if (most < 0) [best, most] = [free++, 0]
      if (best === here) continue
      clusters[node] = best
      moved = true
    }
  }
}

/**
 * Divides nodes into clusters so that much speaks for the pairs inside and little for those between (correlation
 * clustering): greedy additive edge contraction (Keuper et al. 2015), then moves of single nodes. It depends on the
 * weights alone if these are multiples of a power of two, whose sums are exact.
 * @returns the nodes of each cluster in ascending order, the cluster of the smallest node first
 */
export function correlationClusters(count: number, pairs: readonly WeightedPair[]): number[][] {
  const clusters = contract(count, pairs)
  moveNodes(clusters, pairs)
  const members = new Map<number, number[]>()
  for (const [node, cluster] of clusters.entries()) {
    const own = members.get(cluster)
    if (own === undefined) members.set(cluster, [node])
    else own.push(node)
  }
  return [...members.values()]
}
