import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CandidateIndex, findCandidates, type CandidateLimits } from './index.ts'

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

const anyKeys = fc
  .uniqueArray(fc.integer({ min: -6, max: 6 }), { maxLength: 6 })
  .map((keys) => Int32Array.from(keys).sort())
const anyLimits = fc.record({
  block: fc.integer({ min: 2, max: 6 }),
  owner: fc.integer({ min: 1, max: 7 }),
})
const usual = 20
/** Owners in an order that is not that of their numbers. */
const compare = (one: number, other: number): number => ((one * 7) % 10) - ((other * 7) % 10)

/** The owners that share the rarest keys with one, by looking at all. */
function candidatesAmong(
  all: ReadonlyMap<number, Int32Array>,
  owner: number,
  limits: CandidateLimits,
): number[] {
  const shared = new Map<number, number>()
  for (const key of all.get(owner) ?? []) {
    const owners = [...all].flatMap(([one, keys]) => (keys.includes(key) ? one : []))
    if (owners.length > limits.block) continue
    const rarity = Math.log2(1 + usual / 2 ** Math.floor(Math.log2(owners.length)))
    for (const other of owners)
      if (other !== owner) shared.set(other, (shared.get(other) ?? 0) + rarity)
  }
  return [...shared]
    .toSorted(([a, one], [b, other]) => other - one || compare(a, b))
    .slice(0, limits.owner)
    .map(([other]) => other)
    .toSorted((a, b) => a - b)
}

test('an index that is kept finds what looking at all owners finds, after any changes', () => {
  const anyChanges = fc.array(fc.tuple(fc.nat(9), anyKeys), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(anyLimits, fc.array(anyChanges, { maxLength: 12 }), (limits, updates) => {
      const index = new CandidateIndex({ limits, usual, compare })
      const all = new Map<number, Int32Array>()
      for (const owner of Array.from({ length: 10 }, (_, at) => at))
        all.set(owner, new Int32Array())
      index.update(all)
      for (const changes of updates) {
        const before = new Map([...all.keys()].map((owner) => [owner, index.candidatesOf(owner)]))
        const changed = new Map(changes)
        for (const [owner, keys] of changed) all.set(owner, keys)
        const { searched, holders } = index.update(changed)
        for (const owner of all.keys()) {
          const found = [...index.candidatesOf(owner)]
          expect(found).toEqual(candidatesAmong(all, owner, limits))
          const isNoted = searched.has(owner) || holders.has(owner)
          if (!isNoted) expect(found).toEqual([...(before.get(owner) ?? [])])
          if (found.some((other) => changed.has(other))) expect(isNoted).toBe(true)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('of an arrival that shares common keys no other owner is searched again', () => {
  const limits = { block: 100, owner: 5 }
  const index = new CandidateIndex({ limits, usual })
  const keysOf = (owner: number): Int32Array => Int32Array.of(1, 2, 1000 + (owner >> 1)).sort()
  index.update(new Map(Array.from({ length: 40 }, (_, owner) => [owner, keysOf(owner)])))
  expect(index.update(new Map([[40, keysOf(40)]])).searched).toEqual(new Set([40]))
})
