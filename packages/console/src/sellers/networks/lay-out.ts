import type { DrawnGraph } from './drawn-graph.ts'

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
    worker.postMessage({ count: nodes.length, edges: values }, [values.buffer])
  }).finally(() => worker.terminate())
}
