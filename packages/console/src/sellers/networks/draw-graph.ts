import { UndirectedGraph } from 'graphology'
import Sigma, { DEFAULT_STYLES } from 'sigma'
import type { DrawnEdge, DrawnGraph, DrawnNode } from './drawn-graph.ts'

export type ShownGraph = {
  graph: DrawnGraph
  /** x and y of each node. */
  places: Float32Array
  labelOf: (node: DrawnNode) => string
}

export type GraphDrawing = {
  /** Replaces what is drawn. */
  show: (shown: ShownGraph, signal: AbortSignal) => Promise<void>
  /** Marks a node and the links it has. */
  mark: (key: string | undefined) => void
  zoomIn: () => void
  zoomOut: () => void
  fit: () => void
  toPng: () => Promise<Blob>
  end: () => void
}

/** Milliseconds of adding nodes and edges after which the page may do something else. */
const sliceMilliseconds = 10
const largestLabel = 60
const manyEdges = 5000
/** Nodes from which on only the ones with most links are named. */
const manyNodes = 500
const mostLabels = 150

/** Draws graphs into an element by WebGL 2, which takes its programs once. */
export function openDrawing(
  container: HTMLElement,
  onChoose: (node: DrawnNode) => void,
): GraphDrawing {
  const colour = colours(container)
  // One graph for all that is shown: another one would keep the groups of edges of the first.
  const graph = new UndirectedGraph()
  const sigma = new Sigma(graph, container, {
    settings: {
      // The other settings add a style element, which the content security policy refuses.
      gestureTarget: 'graph',
      autoRescale: true,
      // In pixels: in units of the layout, a few nodes would cover each other.
      itemSizesReference: 'screen',
    },
    styles: {
      nodes: [DEFAULT_STYLES.nodes, { labelColor: colour.text, backdropColor: colour.surface }],
      edges: DEFAULT_STYLES.edges,
    },
  })
  let byKey = new Map<string, DrawnNode>()
  let marked: string[] = []
  sigma.on('clickNode', ({ node }) => {
    const chosen = byKey.get(node)
    if (chosen !== undefined) onChoose(chosen)
  })
  const highlight = (isHighlighted: boolean): void => {
    const edges = marked.flatMap((node) => graph.edges(node))
    sigma.setNodesState(marked, { isHighlighted })
    sigma.setEdgesState(edges, { isHighlighted })
  }
  return {
    show: async (shown, signal) => {
      const { nodes, edges } = shown.graph
      marked = []
      byKey = new Map(nodes.map((node) => [node.key, node]))
      sigma.setSettings({
        hideEdgesOnMove: edges.length > manyEdges,
        hideLabelsOnMove: nodes.length > manyNodes,
        labelRenderedSizeThreshold: nodes.length > manyNodes ? 0 : 4,
      })
      graph.clear()
      // Where it lies is known before all nodes are.
      sigma.setCustomBBox(nodes.length > 1 ? boxOf(shown.places) : null)
      await addTo(graph, shown, colour, signal)
    },
    mark: (key) => {
      highlight(false)
      marked = key !== undefined && graph.hasNode(key) ? [key] : []
      highlight(true)
    },
    zoomIn: () => void sigma.getCamera().zoomIn(),
    zoomOut: () => void sigma.getCamera().zoomOut(),
    fit: () => void sigma.getCamera().reset(),
    toPng: () => pngOf(sigma, colour.surface),
    end: () => sigma.kill(),
  }
}

async function addTo(
  graph: UndirectedGraph,
  { graph: { nodes, edges }, places, labelOf }: ShownGraph,
  colour: Record<Colour, string>,
  signal: AbortSignal,
): Promise<void> {
  const named = namedNodes(nodes, edges)
  const breathe = breather(signal)
  for (const [at, node] of nodes.entries()) {
    await breathe()
    graph.addNode(node.key, {
      x: places[at * 2],
      y: places[at * 2 + 1],
      size: sizeOf(node, nodes.length),
      color: colour[node.kind],
      ...(named.has(at) && { label: labelOf(node).slice(0, largestLabel) }),
    })
  }
  // The strongest is drawn last, above the others.
  for (const edge of edges.toReversed()) {
    await breathe()
    graph.addUndirectedEdge(nodes[edge.a]?.key, nodes[edge.b]?.key, {
      size: thicknessOf(edge, edges.length),
      color: edges.length > manyEdges ? faded(colour[edge.kind]) : colour[edge.kind],
    })
  }
}

/** Of many lines, those behind others still show. */
function faded(colour: string): string {
  return colour.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.45)')
}

/** The places of nodes that are named: all of few, those with most links of many. */
function namedNodes(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): Set<number> {
  const places = [...nodes.keys()]
  if (nodes.length <= manyNodes) return new Set(places)
  const links = new Uint32Array(nodes.length)
  for (const { a, b } of edges) for (const end of [a, b]) links[end] = (links[end] ?? 0) + 1
  return new Set(
    places.toSorted((one, other) => (links[other] ?? 0) - (links[one] ?? 0)).slice(0, mostLabels),
  )
}

/** Lets what waits go first after each slice of work; throws once the drawing is not wanted any more. */
function breather(signal: AbortSignal): () => Promise<void> | undefined {
  let ends = performance.now() + sliceMilliseconds
  return () => {
    if (performance.now() < ends) return undefined
    return new Promise((resolve) => setTimeout(resolve)).then(() => {
      signal.throwIfAborted()
      ends = performance.now() + sliceMilliseconds
    })
  }
}

function boxOf(places: Float32Array): { x: [number, number]; y: [number, number] } {
  const box: { x: [number, number]; y: [number, number] } = {
    x: [Infinity, -Infinity],
    y: [Infinity, -Infinity],
  }
  for (const [at, value] of places.entries()) {
    const extent = at % 2 === 0 ? box.x : box.y
    extent[0] = Math.min(extent[0], value)
    extent[1] = Math.max(extent[1], value)
  }
  return box
}

function sizeOf({ kind, accounts }: DrawnNode, count: number): number {
  const size = count > 1000 ? 3 : count > 200 ? 5 : 9
  return kind === 'folded' ? size + Math.min(12, Math.sqrt(accounts.length) * 2) : size
}

function thicknessOf({ kind, weight }: DrawnEdge, count: number): number {
  if (kind === 'possible') return 0.5
  return count > 1000 ? 0.8 : Math.min(4, 1 + Math.max(0, weight) / 6)
}

type Colour = DrawnNode['kind'] | DrawnEdge['kind'] | 'text' | 'surface'

const variables: Record<Colour, string> = {
  own: '--accent',
  weakest: '--gold',
  other: '--muted',
  folded: '--muted',
  linked: '--line-strong',
  possible: '--line',
  same: '--lowers',
  different: '--block',
  text: '--text',
  surface: '--surface',
}

/** The page’s colours in the scheme that it has now, as WebGL reads them. */
function colours(container: HTMLElement): Record<Colour, string> {
  const entries = Object.entries(variables).map(([name, variable]) => {
    // One for each: a change of colour may be a transition, which begins with the colour before.
    const probe = document.createElement('span')
    probe.style.color = `var(${variable})`
    container.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return [name, color]
  })
  return Object.fromEntries(entries) as Record<Colour, string>
}

async function pngOf(sigma: Sigma, background: string): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const stage = sigma.getStageCanvas()
  canvas.width = stage.width
  canvas.height = stage.height
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('the browser has no canvas')
  context.fillStyle = background
  context.fillRect(0, 0, canvas.width, canvas.height)
  // The stage holds a drawing only within the step that drew it.
  sigma.refresh()
  context.drawImage(stage, 0, 0)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser made no picture'))
      else resolve(blob)
    }, 'image/png')
  })
}
