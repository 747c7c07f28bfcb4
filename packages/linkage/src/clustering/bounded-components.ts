import type { WeightedPair } from './correlation-clusters.ts'

/**
 * The sets of two or more nodes that pairs connect, each in ascending order, the one of the smallest node first. Pairs
 * are read from the heaviest, and one that would connect more than `most` nodes is left out, so that a chain of weak
 * links cannot make a set without bound.
 */
export function boundedComponents(
  count: number,
  pairs: readonly WeightedPair[],
  most: number,
): number[][] {
  const parents = Array.from({ length: count }, (_, node) => node)
  const sizes = new Int32Array(count).fill(1)
  const rootOf = (node: number): number => {
    let root = node
    for (let next = parents[root] ?? root; next !== root; next = parents[root] ?? root) root = next
    for (let at = node; at !== root;) {
      const next = parents[at] ?? root
      parents[at] = root
      at = next
    }
    return root
  }
  const heaviestFirst = pairs.toSorted(
    (a, b) => b.weight - a.weight || a.one - b.one || a.other - b.other,
  )
  for (const { one, other } of heaviestFirst) {
    const [a, b] = [rootOf(one), rootOf(other)]
    const size = (sizes[a] ?? 1) + (sizes[b] ?? 1)
    if (a === b || size > most) continue
    parents[Math.max(a, b)] = Math.min(a, b)
    sizes[Math.min(a, b)] = size
  }
  const members = new Map<number, number[]>()
  for (let node = 0; node < count; node++) {
    const root = rootOf(node)
    const own = members.get(root)
    if (own === undefined) members.set(root, [node])
    else own.push(node)
  }
  return [...members.values()].filter((own) => own.length > 1)
}
