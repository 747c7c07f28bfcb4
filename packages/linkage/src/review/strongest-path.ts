/** Two accounts, and what speaks for them being one seller’s, in bits. */
export type AccountPair = { a: string; b: string; weight: number }

/**
 * The chain of pairs from one account to another whose weakest pair is strongest; of equals, the shortest. Undefined if
 * no chain leads there. The order of the pairs changes nothing.
 */
export function strongestPath<T extends AccountPair>(
  pairs: readonly T[],
  from: string,
  to: string,
): T[] | undefined {
  const heaviestFirst = pairs.toSorted(
    (one, other) => other.weight - one.weight || compare(one.a, other.a) || compare(one.b, other.b),
  )
  const least = weightThatConnects(heaviestFirst, from, to)
  if (least === undefined) return undefined
  const neighbours = new Map<string, { to: string; pair: T }[]>()
  for (const pair of heaviestFirst) {
    if (pair.weight < least) break
    for (const [here, there] of [
      [pair.a, pair.b],
      [pair.b, pair.a],
    ] as const) {
      const own = neighbours.get(here)
      if (own === undefined) neighbours.set(here, [{ to: there, pair }])
      else own.push({ to: there, pair })
    }
  }
  const reachedBy = new Map<string, { from: string; pair: T } | undefined>([[from, undefined]])
  // Accounts that are reached are added to what is gone through.
  for (const [here] of reachedBy) {
    if (here === to) break
    for (const { to: there, pair } of neighbours.get(here) ?? [])
      if (!reachedBy.has(there)) reachedBy.set(there, { from: here, pair })
  }
  const path: T[] = []
  for (let step = reachedBy.get(to); step !== undefined; step = reachedBy.get(step.from))
    path.unshift(step.pair)
  return path
}

/** The weight of the pair that first connects two accounts, if pairs are added from the heaviest on. */
function weightThatConnects(
  heaviestFirst: readonly AccountPair[],
  from: string,
  to: string,
): number | undefined {
  const parents = new Map<string, string>()
  const rootOf = (account: string): string => {
    let root = account
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next
    for (let at = account; at !== root;) {
      const next = parents.get(at) ?? root
      parents.set(at, root)
      at = next
    }
    return root
  }
  if (from === to) return Infinity
  for (const { a, b, weight } of heaviestFirst) {
    const [one, other] = [rootOf(a), rootOf(b)]
    if (one !== other) parents.set(one, other)
    if (rootOf(from) === rootOf(to)) return weight
  }
  return undefined
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
