import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCandidates } from './index.ts'

const owners = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 4 }), {
  minLength: 1,
  maxLength: 15,
})

test('candidates are all pairs that share a key of a block within its limit', () => {
  fc.assert(
    fc.property(owners, fc.integer({ min: 2, max: 8 }), (keys, block) => {
      const carriers = (key: string): number => keys.filter((own) => own.includes(key)).length
      const expected = keys.flatMap((own, one) =>
        keys.flatMap((theirs, other) =>
          one < other && own.some((key) => theirs.includes(key) && carriers(key) <= block)
            ? [[one, other]]
            : [],
        ),
      )
      expect(findCandidates(keys, { block, owner: 100 })).toEqual(expected)
    }),
  )
})

test('of too many candidates those stay that share the rarest keys', () => {
  const keys = [['all', 'rare'], ['all', 'some'], ['all', 'some'], ['all', 'rare'], ['some']]
  expect(findCandidates(keys, { block: 10, owner: 10 })).toHaveLength(8)
  expect(findCandidates(keys, { block: 10, owner: 1 })).toEqual([
    [0, 3],
    [1, 2],
    [1, 4],
  ])
})

test('a key that everyone has makes no pairs', () => {
  const keys = Array.from({ length: 2000 }, () => ['everyone'])
  expect(findCandidates(keys, { block: 1000, owner: 50 })).toEqual([])
})
