import { expect, test } from 'vitest'
import { layoutGraph } from './layout.ts'

/** Two rings of nodes, joined by one edge. */
function twoRings(size: number): { count: number; edges: Float32Array } {
  const edges: number[] = []
  for (const first of [0, size])
    for (let node = 0; node < size; node++) {
      edges.push(first + node, first + ((node + 1) % size), 1)
      edges.push(first + node, first + ((node + 2) % size), 1)
    }
  edges.push(0, size, 1)
  return { count: size * 2, edges: Float32Array.from(edges) }
}

test('the same graph lies the same, and leaves its input as it was', () => {
  const graph = twoRings(12)
  const before = [...graph.edges]
  expect([...layoutGraph(graph)]).toEqual([...layoutGraph(graph)])
  expect([...graph.edges]).toEqual(before)
})

test('nodes with many edges between them lie nearer each other than to the rest', () => {
  const size = 12
  const places = layoutGraph(twoRings(size))
  const centre = (from: number): [number, number] => {
    let [x, y] = [0, 0]
    for (let node = from; node < from + size; node++) {
      x += (places[node * 2] ?? 0) / size
      y += (places[node * 2 + 1] ?? 0) / size
    }
    return [x, y]
  }
  const [left, right] = [centre(0), centre(size)]
  const apart = Math.hypot(left[0] - right[0], left[1] - right[1])
  const spread = Array.from({ length: size }, (_, node) =>
    Math.hypot((places[node * 2] ?? 0) - left[0], (places[node * 2 + 1] ?? 0) - left[1]),
  ).reduce((sum, one) => sum + one / size, 0)
  expect(apart).toBeGreaterThan(spread)
})

test('no account, one account and accounts without links have places of their own', () => {
  expect(layoutGraph({ count: 0, edges: new Float32Array() })).toHaveLength(0)
  expect(layoutGraph({ count: 1, edges: new Float32Array() }).every(Number.isFinite)).toBe(true)
  const alone = layoutGraph({ count: 3, edges: new Float32Array() })
  expect(new Set([0, 1, 2].map((node) => `${alone[node * 2]} ${alone[node * 2 + 1]}`)).size).toBe(3)
})
