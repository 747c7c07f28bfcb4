import { boundedComponents } from './bounded-components.ts'
import { correlationClusters, type WeightedPair } from './correlation-clusters.ts'
import { weakestCut } from './weakest-cut.ts'

export type Network = {
  /** In ascending order. */
  members: number[]
  /** Bits of the strongest link across the weakest cut. */
  bits: number
  /** The smaller side of the division that the least evidence holds together, and that evidence in bits. */
  weakest: { side: number[]; weight: number }
}

type Scoring = {
  /** What speaks for pairs of nodes, in bits. */
  score(pairs: readonly (readonly [number, number])[]): ArrayLike<number>
  /** Bits from which two nodes are linked. */
  least: number
}

export type NetworkOptions = Scoring & {
  count: number
  /** Pairs linked by at least `least` bits. */
  links: readonly WeightedPair[]
}

/** Nodes of a component, whose pairs are all scored; a larger one is divided at its weakest links. */
const maxScored = 500

/** The networks of two or more nodes. In each component all pairs are scored, so that what speaks against counts. */
export function findNetworks({ count, links, score, least }: NetworkOptions): Network[] {
  return linkedComponents(count, links).flatMap((nodes) => networksIn(nodes, { score, least }))
}

/** The sets of nodes within which networks lie, each in ascending order. */
export function linkedComponents(count: number, links: readonly WeightedPair[]): number[][] {
  return boundedComponents(count, links, maxScored)
}

/** The networks of one component. */
export function networksIn(nodes: readonly number[], { score, least }: Scoring): Network[] {
  const places = nodes.flatMap((_, one) =>
    nodes.slice(one + 1).map((__, at) => [one, one + at + 1] as const),
  )
  const scores = score(places.map(([one, other]) => [nodes[one] ?? 0, nodes[other] ?? 0] as const))
  const pairs = places.map(([one, other], at): WeightedPair => ({
    one,
    other,
    weight: (scores[at] ?? 0) - least,
  }))
  return correlationClusters(nodes.length, pairs)
    .filter((members) => members.length > 1)
    .map((members) => toNetwork(members, { nodes, pairs, least }))
}

type Component = { nodes: readonly number[]; pairs: readonly WeightedPair[]; least: number }

function toNetwork(own: readonly number[], { nodes, pairs, least }: Component): Network {
  const places = new Map(own.map((member, place) => [member, place]))
  const inside = pairs.flatMap(({ one, other, weight }): WeightedPair[] => {
    const [first, second] = [places.get(one), places.get(other)]
    return first === undefined || second === undefined
      ? []
      : [{ one: first, other: second, weight }]
  })
  const cut = weakestCut(own.length, inside)
  const side = new Set(cut.side)
  const across = inside.filter(({ one, other }) => side.has(one) !== side.has(other))
  const nodeAt = (place: number): number => nodes[own[place] ?? 0] ?? 0
  return {
    members: own.map((_, place) => nodeAt(place)),
    bits: Math.max(...across.map(({ weight }) => weight)) + least,
    weakest: { side: cut.side.map(nodeAt), weight: cut.weight },
  }
}
