/** Two places in the list that was searched, the smaller first. */
export type Pair = readonly [one: number, other: number]

export type CandidateLimits = {
  /** Owners of a key above which its block is never enumerated. */
  block: number
  /** Candidates of an owner. */
  owner: number
}

/**
 * Pairs that share keys: an inverted index, read from the rarest key of each owner, in which a block above its limit
 * is left out. Of each owner's candidates those that share the rarest keys stay; a pair is a candidate if it is one
 * of either. Sorted.
 * @param keys each owner's keys, each once
 */
export function findCandidates(
  keys: readonly (readonly string[])[],
  limits: CandidateLimits,
): Pair[] {
  const blocks = new Map<string, number[]>()
  for (const [owner, own] of keys.entries()) {
    for (const key of own) {
      const block = blocks.get(key)
      if (block === undefined) blocks.set(key, [owner])
      else if (block.length <= limits.block) block.push(owner)
    }
  }
  const found = new Set<number>()
  const count = keys.length
  const shared = new Float64Array(count)
  for (const [owner, own] of keys.entries()) {
    const touched: number[] = []
    for (const key of own) {
      const block = blocks.get(key)
      if (block === undefined || block.length < 2 || block.length > limits.block) continue
      const rarity = Math.log2(count / block.length) + 1
      for (const other of block) {
        if (other === owner) continue
        if (shared[other] === 0) touched.push(other)
        shared[other] = (shared[other] ?? 0) + rarity
      }
    }
    const best =
      touched.length <= limits.owner
        ? touched
        : touched
            .toSorted((a, b) => (shared[b] ?? 0) - (shared[a] ?? 0) || a - b)
            .slice(0, limits.owner)
    for (const other of best) found.add(Math.min(owner, other) * count + Math.max(owner, other))
    for (const other of touched) shared[other] = 0
  }
  return [...found]
    .toSorted((a, b) => a - b)
    .map((code): Pair => [Math.floor(code / count), code % count])
}
