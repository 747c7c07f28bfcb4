import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundedComponents, correlationClusters, weakestCut, type WeightedPair } from './index.ts'

const maxNodes = 7

/** Nodes with a weight for every pair, as a component is scored. */
const scored = fc
  .integer({ min: 2, max: maxNodes })
  .chain((count) =>
    fc.record({
      count: fc.constant(count),
      weights: fc.array(fc.integer({ min: -20, max: 20 }), {
        minLength: (count * (count - 1)) / 2,
        maxLength: (count * (count - 1)) / 2,
      }),
    }),
  )
  .map(({ count, weights }) => ({ count, pairs: pairsOf(count, weights) }))

function pairsOf(count: number, weights: readonly number[]): WeightedPair[] {
  const pairs: WeightedPair[] = []
  for (let one = 0; one < count; one++)
    for (let other = one + 1; other < count; other++)
      pairs.push({ one, other, weight: weights[pairs.length] ?? 0 })
  return pairs
}

function gain(clusters: readonly (readonly number[])[], pairs: readonly WeightedPair[]): number {
  const places = new Map(clusters.flatMap((nodes, at) => nodes.map((node) => [node, at])))
  return pairs
    .filter(({ one, other }) => places.get(one) === places.get(other))
    .reduce((sum, { weight }) => sum + weight, 0)
}

/** Every division of nodes into clusters. */
function divisions(count: number): number[][][] {
  if (count === 0) return [[]]
  const node = count - 1
  return divisions(node).flatMap((clusters) => [
    [...clusters, [node]],
    ...clusters.map((own, at) => clusters.with(at, [...own, node])),
  ])
}

test('every node is in one cluster, and no move of a node to another or out gains anything', () => {
  fc.assert(
    fc.property(scored, ({ count, pairs }) => {
      const clusters = correlationClusters(count, pairs)
      expect(clusters.flat().toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: count }, (_, node) => node),
      )
      const reached = gain(clusters, pairs)
      for (const [from, nodes] of clusters.entries())
        for (const node of nodes) {
          const without = clusters.with(
            from,
            nodes.filter((other) => other !== node),
          )
          expect(gain([...without, [node]], pairs)).toBeLessThanOrEqual(reached)
          for (const to of clusters.keys())
            if (to !== from)
              expect(
                gain(without.with(to, [...(without[to] ?? []), node]), pairs),
              ).toBeLessThanOrEqual(reached)
        }
    }),
  )
})

test('it comes near the best of all divisions', () => {
  let [reached, possible] = [0, 0]
  fc.assert(
    fc.property(scored, ({ count, pairs }) => {
      reached += gain(correlationClusters(count, pairs), pairs)
      possible += Math.max(...divisions(count).map((clusters) => gain(clusters, pairs)))
    }),
    { seed: 1, numRuns: 300 },
  )
  expect(reached / possible).toBeGreaterThan(0.98)
})

test('the order of the pairs changes nothing', () => {
  const shuffled = scored.chain(({ count, pairs }) =>
    fc.record({
      count: fc.constant(count),
      pairs: fc.constant(pairs),
      other: fc.shuffledSubarray(pairs, { minLength: pairs.length }),
    }),
  )
  fc.assert(
    fc.property(shuffled, ({ count, pairs, other }) => {
      expect(correlationClusters(count, other)).toEqual(correlationClusters(count, pairs))
    }),
  )
})

test('what is forbidden is never joined, whatever speaks for it', () => {
  const pairs = [
    { one: 0, other: 1, weight: 50 },
    { one: 1, other: 2, weight: 40 },
    { one: 0, other: 2, weight: -Infinity },
  ]
  expect(correlationClusters(3, pairs)).toEqual([[0, 1], [2]])
})

test('a chain is divided where what speaks against it weighs more than its links', () => {
  const pairs = [
    { one: 0, other: 1, weight: 5 },
    { one: 1, other: 2, weight: 3 },
    { one: 2, other: 3, weight: 5 },
    { one: 0, other: 2, weight: -4 },
    { one: 1, other: 3, weight: -4 },
    { one: 0, other: 3, weight: -4 },
  ]
  expect(correlationClusters(4, pairs)).toEqual([
    [0, 1],
    [2, 3],
  ])
})

test('the weakest cut is the least of all divisions in two', () => {
  fc.assert(
    fc.property(scored, ({ count, pairs }) => {
      const weightAcross = (isInside: (node: number) => boolean): number =>
        pairs
          .filter(({ one, other }) => isInside(one) !== isInside(other))
          .reduce((sum, { weight }) => sum + Math.max(0, weight), 0)
      const all = Array.from({ length: 2 ** (count - 1) - 1 }, (_, bits) =>
        weightAcross((node) => (((bits + 1) >> node) & 1) === 1),
      )
      const { side, weight } = weakestCut(count, pairs)
      expect(weight).toBe(Math.min(...all))
      expect(weightAcross((node) => side.includes(node))).toBe(weight)
      expect(side.length).toBeGreaterThan(0)
      expect(side.length).toBeLessThanOrEqual(count / 2)
    }),
  )
})

test('components are those of a search over all pairs while they stay within the limit', () => {
  const sparse = fc.record({
    count: fc.constant(12),
    pairs: fc.array(
      fc.record({
        one: fc.nat(11),
        other: fc.nat(11),
        weight: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 14 },
    ),
  })
  fc.assert(
    fc.property(sparse, ({ count, pairs }) => {
      const found = boundedComponents(count, pairs, count)
      const reach = (node: number, seen: Set<number>): Set<number> => {
        seen.add(node)
        for (const { one, other } of pairs)
          for (const [here, there] of [
            [one, other],
            [other, one],
          ] as const)
            if (here === node && !seen.has(there)) reach(there, seen)
        return seen
      }
      const expected = Array.from({ length: count }, (_, node) =>
        [...reach(node, new Set())].toSorted((a, b) => a - b),
      ).filter((nodes, node) => nodes.length > 1 && nodes[0] === node)
      expect(found).toEqual(expected)
    }),
  )
})

test('a component above the limit is divided at its weakest link', () => {
  const pairs = [
    { one: 0, other: 1, weight: 3 },
    { one: 1, other: 2, weight: 1 },
    { one: 2, other: 3, weight: 2 },
  ]
  expect(boundedComponents(4, pairs, 3)).toEqual([
    [0, 1],
    [2, 3],
  ])
})
