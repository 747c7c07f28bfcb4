import iterate from 'graphology-layout-forceatlas2/iterate.js'

export type LayoutInput = {
  count: number
  /** Places of both ends and the weight, one edge after another. */
  edges: Float32Array
  /** The group of each node, such as its network: where it begins. */
  groups: Int32Array
}

const valuesOfNode = 10
/** Work that a layout may cost, in nodes and edges: more rounds for few of them. */
const budget = 1_200_000
/** Between the seeds of a sunflower, in which neither nodes nor groups lie on each other. */
const seed = 10
const golden = Math.PI * (3 - Math.sqrt(5))

/** Where nodes lie, x and y one after another: the same for the same graph, whatever drew before. */
export function layoutGraph({ count, edges, groups }: LayoutInput): Float32Array {
  const nodes = new Float32Array(count * valuesOfNode)
  const begin = beginnings(groups)
  for (let node = 0; node < count; node++) {
    const at = node * valuesOfNode
    nodes[at] = begin[node * 2] ?? 0
    nodes[at + 1] = begin[node * 2 + 1] ?? 0
    nodes[at + 6] = 1
    nodes[at + 7] = 1
    nodes[at + 8] = 1
  }
  const matrix = edges.slice()
  for (let edge = 0; edge < edges.length; edge += 3) {
    const [one = 0, other = 0] = [edges[edge], edges[edge + 1]]
    matrix[edge] = one * valuesOfNode
    matrix[edge + 1] = other * valuesOfNode
    for (const node of [one, other])
      nodes[node * valuesOfNode + 6] = (nodes[node * valuesOfNode + 6] ?? 0) + 1
  }
  const rounds = Math.min(400, Math.ceil(budget / (count * 2 + edges.length / 3 + 1)))
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 10,
    strongGravityMode: true,
    gravity: 0.05,
    slowDown: 1 + Math.log(Math.max(1, count)),
    barnesHutOptimize: count > 500,
    barnesHutTheta: 0.6,
  }
  for (let round = 0; count > 1 && round < rounds; round++) iterate(settings, nodes, matrix)
  const places = new Float32Array(count * 2)
  for (let node = 0; node < count; node++) {
    places[node * 2] = nodes[node * valuesOfNode] ?? 0
    places[node * 2 + 1] = nodes[node * valuesOfNode + 1] ?? 0
  }
  return places
}

/** Each group as a sunflower of its nodes, in a sunflower of all groups, whose first one lies in the middle. */
function beginnings(groups: Int32Array): Float32Array {
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const centres = new Map<number, { x: number; y: number; placed: number }>()
  let before = 0
  for (const [group, size] of sizes) {
    const radius = before === 0 ? 0 : seed * Math.sqrt(before + size)
    const angle = centres.size * golden
    centres.set(group, { x: radius * Math.cos(angle), y: radius * Math.sin(angle), placed: 0 })
    before += size
  }
  const places = new Float32Array(groups.length * 2)
  for (const [node, group] of groups.entries()) {
    const centre = centres.get(group)
    if (centre === undefined) continue
    const radius = seed * Math.sqrt(centre.placed + 0.5)
    const angle = centre.placed * golden
    places[node * 2] = centre.x + radius * Math.cos(angle)
    places[node * 2 + 1] = centre.y + radius * Math.sin(angle)
    centre.placed++
  }
  return places
}
