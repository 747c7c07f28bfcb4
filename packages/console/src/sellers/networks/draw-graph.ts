import { UndirectedGraph } from 'graphology'
import Sigma, { DEFAULT_STYLES } from 'sigma'
import { drawLines, type Lines } from './draw-lines.ts'
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
/** Pixels of width from which on nodes have their full size. */
const wide = 800
/** Edges from which on they are lines of one pixel. */
const manyEdges = 1000
/** Opacity of many lines, so that those behind others still show; judged ones stand out. */
const faint = 0.45
/** Nodes from which on only the ones with most links are named. */
const manyNodes = 500
const mostLabels = 150
/** Of nodes close to each other the largest is named, though it may have no name. */
const largerIfNamed = 1

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
      // About the width of a name, of which one is shown in each cell.
      labelGridCellSize: 160,
    },
    styles: {
      nodes: [
        DEFAULT_STYLES.nodes,
        {
          labelColor: colour.text,
          // Names stay legible above nodes and lines.
          labelBackgroundColor: colour.surface.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.75)'),
          labelBackgroundPadding: 2,
          backdropColor: colour.surface,
        },
      ],
      edges: DEFAULT_STYLES.edges,
    },
  })
  const [showLines, showMarked] = [drawLines(sigma, 'lines'), drawLines(sigma, 'marked lines')]
  const markedShade = shadeOf(colour.text, 1)
  const shades = {
    linked: shadeOf(colour.linked, faint),
    possible: shadeOf(colour.possible, faint),
    same: shadeOf(colour.same, 1),
    different: shadeOf(colour.different, 1),
  }
  let byKey = new Map<string, DrawnNode>()
  let marked: string[] = []
  let now: ShownGraph | undefined
  sigma.on('clickNode', ({ node }) => {
    const chosen = byKey.get(node)
    if (chosen !== undefined) onChoose(chosen)
  })
  const highlight = (isHighlighted: boolean): void => {
    const edges = marked.flatMap((node) => graph.edges(node))
    sigma.setNodesState(marked, { isHighlighted })
    sigma.setEdgesState(edges, { isHighlighted })
    if (now === undefined || now.graph.edges.length <= manyEdges) return
    const { nodes } = now.graph
    const isEnd = (node: number): boolean => marked.includes(nodes[node]?.key ?? '')
    const own = now.graph.edges.filter(({ a, b }) => isHighlighted && (isEnd(a) || isEnd(b)))
    showMarked(linesOf(own, now.places, () => markedShade))
  }
  return {
    show: async (shown, signal) => {
      const { nodes, edges } = shown.graph
      marked = []
      byKey = new Map(nodes.map((node) => [node.key, node]))
      now = shown
      sigma.setSetting('labelRenderedSizeThreshold', nodes.length > manyNodes ? 0 : 3)
      graph.clear()
      for (const show of [showLines, showMarked]) show(noLines)
      // Where it lies is known before all nodes are.
      sigma.setCustomBBox(nodes.length > 1 ? boxOf(shown.places) : null)
      const scale = Math.min(1, Math.max(0.5, sigma.getDimensions().width / wide))
      await addTo(graph, shown, { colour, scale }, signal)
      // The strongest is drawn last, above the others.
      if (edges.length > manyEdges)
        showLines(linesOf(edges.toReversed(), shown.places, ({ kind }) => shades[kind]))
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
  { colour, scale }: { colour: Record<Colour, string>; scale: number },
  signal: AbortSignal,
): Promise<void> {
  const named = namedNodes(nodes, edges)
  const breathe = breather(signal)
  for (const [at, node] of nodes.entries()) {
    await breathe()
    graph.addNode(node.key, {
      x: places[at * 2],
      y: places[at * 2 + 1],
      size: (sizeOf(node, nodes.length) + (named.has(at) ? largerIfNamed : 0)) * scale,
      color: colour[node.kind],
      ...(named.has(at) && { label: labelOf(node).slice(0, largestLabel) }),
    })
  }
  if (edges.length > manyEdges) return
  for (const edge of edges.toReversed()) {
    await breathe()
    graph.addUndirectedEdge(nodes[edge.a]?.key, nodes[edge.b]?.key, {
      size: thicknessOf(edge),
      color: colour[edge.kind],
    })
  }
}

/** Red, green, blue and opacity as a buffer has them. */
type Shade = readonly number[]

const noLines: Lines = { ends: new Float32Array(), colours: new Uint8Array() }

function shadeOf(colour: string, opacity: number): Shade {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number)
  return [red, green, blue, Math.round(opacity * 255)]
}

/** Edges as lines between the places of their nodes. */
function linesOf(
  edges: readonly DrawnEdge[],
  places: Float32Array,
  shade: (edge: DrawnEdge) => Shade,
): Lines {
  const lines = {
    ends: new Float32Array(edges.length * 4),
    colours: new Uint8Array(edges.length * 8),
  }
  for (const [at, edge] of edges.entries()) {
    const { a, b } = edge
    for (const [axis, place] of [a * 2, a * 2 + 1, b * 2, b * 2 + 1].entries())
      lines.ends[at * 4 + axis] = places[place] ?? 0
    lines.colours.set(shade(edge), at * 8)
    lines.colours.set(shade(edge), at * 8 + 4)
  }
  return lines
}

/** The places of nodes that are named: all of few; of many, one of each large network and those with most links. */
function namedNodes(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): Set<number> {
  const places = [...nodes.keys()]
  if (nodes.length <= manyNodes) return new Set(places)
  const links = new Uint32Array(nodes.length)
  for (const { a, b } of edges) for (const end of [a, b]) links[end] = (links[end] ?? 0) + 1
  const byLinks = places.toSorted((one, other) => (links[other] ?? 0) - (links[one] ?? 0))
  const networks = Map.groupBy(byLinks, (at) => nodes[at]?.accounts[0]?.network ?? null)
  networks.delete(null)
  const firsts = [...networks.values()]
    .toSorted((one, other) => other.length - one.length)
    .slice(0, mostLabels / 2)
    .flatMap(([first]) => first ?? [])
  return new Set([...firsts, ...byLinks].slice(0, mostLabels))
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
  const size = count > 1000 ? (kind === 'other' ? 2 : 3) : count > 200 ? 5 : 9
  return kind === 'folded' ? size + Math.min(12, Math.sqrt(accounts.length) * 2) : size
}

function thicknessOf({ kind, weight }: DrawnEdge): number {
  return kind === 'possible' ? 0.5 : Math.min(4, 1 + Math.max(0, weight) / 6)
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
