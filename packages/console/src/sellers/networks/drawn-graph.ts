import type { GraphAccount, GraphLink, NetworkGraph } from './queries.ts'

export type GraphFilter = {
  /** Links with a reason of one of these; all if it is empty. */
  families: ReadonlySet<string>
  /** Least probability of links. */
  least: number
  /** Whether each account of the networks around is shown, not one node for all of a network. */
  unfolded: boolean
}

export type DrawnNode = {
  /** The account, or the network whose accounts are folded. */
  key: string
  kind: 'own' | 'weakest' | 'other' | 'folded'
  accounts: readonly GraphAccount[]
}

export type DrawnEdge = {
  /** Places among the nodes. */
  a: number
  b: number
  weight: number
  kind: 'linked' | 'possible' | 'same' | 'different'
}

export type DrawnGraph = { nodes: DrawnNode[]; edges: DrawnEdge[] }

export function passes({ families, probability }: GraphLink, filter: GraphFilter): boolean {
  return (
    probability >= filter.least &&
    (filter.families.size === 0 || families.some((family) => filter.families.has(family)))
  )
}

/** What is drawn of a graph: networks around are one node each unless they are unfolded, with their strongest link. */
export function drawnGraph(
  { network, accounts, links }: NetworkGraph,
  filter: GraphFilter,
  weakest: ReadonlySet<string>,
): DrawnGraph {
  const nodes: DrawnNode[] = []
  const places = new Map<string, number>()
  const folded = new Map<string, GraphAccount[]>()
  const placeOf = accounts.map((account) => {
    const isOwn = account.network === network
    const isFolded = !isOwn && account.network !== null && !filter.unfolded
    const key = isFolded ? (account.network ?? '') : account.id
    const known = places.get(key)
    if (known !== undefined) {
      folded.get(key)?.push(account)
      return known
    }
    const own = [account]
    folded.set(key, own)
    const kind = weakest.has(account.id) ? 'weakest' : isOwn ? 'own' : isFolded ? 'folded' : 'other'
    places.set(key, nodes.length)
    return nodes.push({ key, kind, accounts: own }) - 1
  })
  const edges = new Map<number, DrawnEdge>()
  for (const link of links) {
    if (!passes(link, filter)) continue
    const [a, b] = [placeOf[link.a] ?? 0, placeOf[link.b] ?? 0].toSorted(
      (one, other) => one - other,
    )
    if (a === undefined || b === undefined || a === b) continue
    const code = a * nodes.length + b
    // The most probable comes first.
    if (!edges.has(code)) edges.set(code, { a, b, weight: link.weight, kind: kindOf(link) })
  }
  return { nodes, edges: [...edges.values()] }
}

function kindOf({ judgement, linked }: GraphLink): DrawnEdge['kind'] {
  if (judgement === 'same' || judgement === 'different') return judgement
  return linked ? 'linked' : 'possible'
}
