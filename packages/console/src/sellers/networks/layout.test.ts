import { expect, test } from 'vitest'
import { layoutGraph, type LayoutInput } from './layout.ts'

/** Two rings of nodes, joined by one edge. */
function twoRings(size: number): LayoutInput {
  const edges: number[] = []
  for (const first of [0, size])
    for (let node = 0; node < size; node++) {
      edges.push(first + node, first + ((node + 1) % size), 1)
      edges.push(first + node, first + ((node + 2) % size), 1)
    }
  edges.push(0, size, 1)
  return { count: size * 2, edges: Float32Array.from(edges), groups: new Int32Array(size * 2) }
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

const without = (count: number): LayoutInput => ({
  count,
  edges: new Float32Array(),
  groups: Int32Array.from({ length: count }, (_, group) => group),
})

test('no account, one account and accounts without links have places of their own', () => {
  expect(layoutGraph(without(0))).toHaveLength(0)
  expect(layoutGraph(without(1)).every(Number.isFinite)).toBe(true)
  const alone = layoutGraph(without(3))
  expect(new Set([0, 1, 2].map((node) => `${alone[node * 2]} ${alone[node * 2 + 1]}`)).size).toBe(3)
})

test('groups without links between them lie apart', () => {
  const [groups, own] = [6, 20]
  const count = groups * own
  const groupOf = (node: number): number => node % groups
  const places = layoutGraph({
    count,
    edges: new Float32Array(),
    groups: Int32Array.from({ length: count }, (_, node) => groupOf(node)),
  })
  const nearest = Array.from({ length: count }, (_, node) => {
    const distances = Array.from({ length: count }, (__, other) =>
      other === node
        ? Infinity
        : Math.hypot(
            (places[node * 2] ?? 0) - (places[other * 2] ?? 0),
            (places[node * 2 + 1] ?? 0) - (places[other * 2 + 1] ?? 0),
          ),
    )
    return groupOf(distances.indexOf(Math.min(...distances)))
  })
  const within = nearest.filter((group, node) => group === groupOf(node)).length
  expect(within).toBeGreaterThan(count / 2)
})
