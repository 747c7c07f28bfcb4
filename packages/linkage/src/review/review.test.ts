import fc from 'fast-check'
import { expect, test } from 'vitest'
import { previewJudgement, strongestPath, type AccountPair } from './index.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f']
const graph = fc.uniqueArray(
  fc.record({
    a: fc.constantFrom(...names),
    b: fc.constantFrom(...names),
    weight: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 12, selector: ({ a, b }) => [a, b].toSorted().join() },
)

/** Every chain between two accounts that passes none twice. */
function chains(pairs: readonly AccountPair[], from: string, to: string): AccountPair[][] {
  if (from === to) return [[]]
  return pairs.flatMap((pair) => {
    if (pair.a === pair.b || (pair.a !== from && pair.b !== from)) return []
    const next = pair.a === from ? pair.b : pair.a
    const rest = pairs.filter(({ a, b }) => a !== from && b !== from)
    return chains(rest, next, to).map((chain) => [pair, ...chain])
  })
}
const weakest = (chain: readonly AccountPair[]): number =>
  Math.min(...chain.map(({ weight }) => weight))

test('the path is the chain whose weakest pair is strongest, and the shortest of these', () => {
  fc.assert(
    fc.property(graph, (pairs) => {
      const path = strongestPath(pairs, 'a', 'b')
      const all = chains(pairs, 'a', 'b')
      if (path === undefined) {
        expect(all).toEqual([])
        return
      }
      const best = Math.max(...all.map(weakest))
      const shortest = Math.min(
        ...all.filter((chain) => weakest(chain) === best).map(({ length }) => length),
      )
      expect(all).toContainEqual(path)
      expect([weakest(path), path.length]).toEqual([best, shortest])
    }),
  )
})

test('the order of the pairs changes nothing about the path', () => {
  const shuffled = graph.chain((pairs) =>
    fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
  )
  fc.assert(
    fc.property(shuffled, ([pairs, others]) => {
      expect(strongestPath(others, 'a', 'b')).toEqual(strongestPath(pairs, 'a', 'b'))
    }),
  )
})

const pair = (a: string, b: string, weight: number): AccountPair => ({ a, b, weight })

test('one more judgement joins two networks, and takes an account out of one', () => {
  const networks = [
    ['a', 'b'],
    ['c', 'd'],
  ]
  const pairs = [pair('a', 'b', 20), pair('c', 'd', 20)]
  const input = { networks, pairs, unknown: -4, judgements: [] }
  expect(previewJudgement(input, { a: 'a', b: 'c', judgement: 'same' })).toEqual([
    ['a', 'b', 'c', 'd'],
  ])
  expect(previewJudgement(input, { a: 'a', b: 'b', judgement: 'different' })).toEqual([
    ['a'],
    ['b'],
    ['c', 'd'],
  ])
})

test('a third account goes to the one that more speaks for', () => {
  const networks = [['a', 'b', 'c']]
  const pairs = [pair('a', 'b', 8), pair('b', 'c', 8), pair('a', 'c', 3)]
  const input = { networks, pairs, unknown: -4, judgements: [] }
  expect(previewJudgement(input, { a: 'a', b: 'b', judgement: 'different' })).toEqual([
    ['a'],
    ['b', 'c'],
  ])
})

test('earlier judgements bind in the preview too', () => {
  const input = {
    networks: [['a', 'b'], ['c']],
    pairs: [pair('a', 'b', 5)],
    unknown: -4,
    judgements: [{ a: 'a', b: 'c', judgement: 'different' as const }],
  }
  expect(previewJudgement(input, { a: 'b', b: 'c', judgement: 'same' })).toEqual([
    ['a'],
    ['b', 'c'],
  ])
})
