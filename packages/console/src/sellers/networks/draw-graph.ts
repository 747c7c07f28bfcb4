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

/** Nodes or edges that are added at once, so that no step keeps the page from answering. */
const atOnce = 1000
const largestLabel = 60
const manyEdges = 5000

/** Draws graphs into an element by WebGL 2, which takes its programs once. */
export function openDrawing(
  container: HTMLElement,
  onChoose: (node: DrawnNode) => void,
): GraphDrawing {
  const colour = colours(container)
  const sigma = new Sigma(new UndirectedGraph(), container, {
    settings: {
      // The other settings add a style element, which the content security policy refuses.
      gestureTarget: 'graph',
      autoRescale: true,
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
    const edges = marked.flatMap((node) => sigma.getGraph().edges(node))
    sigma.setNodesState(marked, { isHighlighted })
    sigma.setEdgesState(edges, { isHighlighted })
  }
  return {
    show: async (shown, signal) => {
      const next = await toGraph(shown, colour, signal)
      marked = []
      byKey = new Map(shown.graph.nodes.map((node) => [node.key, node]))
      sigma.setSettings({
        hideEdgesOnMove: next.size > manyEdges,
        labelRenderedSizeThreshold: next.order > 200 ? 9 : 4,
      })
      sigma.setGraph(next)
    },
    mark: (key) => {
      highlight(false)
      marked = key !== undefined && sigma.getGraph().hasNode(key) ? [key] : []
      highlight(true)
    },
    zoomIn: () => void sigma.getCamera().zoomIn(),
    zoomOut: () => void sigma.getCamera().zoomOut(),
    fit: () => void sigma.getCamera().reset(),
    toPng: () => pngOf(sigma, colour.surface),
    end: () => sigma.kill(),
  }
}

async function toGraph(
  { graph: { nodes, edges }, places, labelOf }: ShownGraph,
  colour: Record<Colour, string>,
  signal: AbortSignal,
): Promise<UndirectedGraph> {
  const graph = new UndirectedGraph()
  for (const [at, node] of nodes.entries()) {
    if (at % atOnce === 0) await pause(signal)
    graph.addNode(node.key, {
      x: places[at * 2],
      y: places[at * 2 + 1],
      size: sizeOf(node, nodes.length),
      color: colour[node.kind],
      label: labelOf(node).slice(0, largestLabel),
    })
  }
  for (const [at, edge] of edges.entries()) {
    if (at % atOnce === 0) await pause(signal)
    graph.addUndirectedEdge(nodes[edge.a]?.key, nodes[edge.b]?.key, {
      size: thicknessOf(edge, edges.length),
      color: colour[edge.kind],
    })
  }
  await pause(signal)
  return graph
}

/** Lets what waits go first; throws once the drawing is not wanted any more. */
async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  signal.throwIfAborted()
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
