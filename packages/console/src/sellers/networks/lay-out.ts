import type { DrawnGraph, DrawnNode } from './drawn-graph.ts'
import type { LayoutInput } from './layout.ts'

/** Lays a graph out in a worker, which ends with the signal. */
export function layOut({ nodes, edges }: DrawnGraph, signal: AbortSignal): Promise<Float32Array> {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  const values = new Float32Array(edges.length * 3)
  // Likelier links pull harder; bits below one pull as one.
  for (const [at, { a, b, weight }] of edges.entries())
    values.set([a, b, Math.min(16, Math.max(1, weight))], at * 3)
  return new Promise<Float32Array>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
    worker.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => resolve(data))
    worker.addEventListener('error', () => reject(new Error('the layout failed')))
    const input: LayoutInput = { count: nodes.length, edges: values, groups: groupsOf(nodes) }
    worker.postMessage(input, [input.edges.buffer, input.groups.buffer])
  }).finally(() => worker.terminate())
}

/** Accounts of one network are a group; each that is in none is one. */
function groupsOf(nodes: readonly DrawnNode[]): Int32Array {
  const known = new Map<string, number>()
  return Int32Array.from(nodes, ({ key, accounts: [first] }) => {
    const network = first?.network ?? key
    const group = known.get(network) ?? known.size
    known.set(network, group)
    return group
  })
}
