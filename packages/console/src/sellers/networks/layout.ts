import iterate from 'graphology-layout-forceatlas2/iterate.js'

export type LayoutInput = {
  count: number
  /** Places of both ends and the weight, one edge after another. */
  edges: Float32Array
}

const valuesOfNode = 10
/** Work that a layout may cost, in nodes and edges: more rounds for few of them. */
const budget = 2_000_000

/** Where nodes lie, x and y one after another: the same for the same graph, whatever drew before. */
export function layoutGraph({ count, edges }: LayoutInput): Float32Array {
  const nodes = new Float32Array(count * valuesOfNode)
  for (let node = 0; node < count; node++) {
    // A sunflower's seeds: no two at one place, neighbours in the list near each other.
    const [angle, radius] = [node * Math.PI * (3 - Math.sqrt(5)), 10 * Math.sqrt(node + 0.5)]
    const at = node * valuesOfNode
    nodes[at] = radius * Math.cos(angle)
    nodes[at + 1] = radius * Math.sin(angle)
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
