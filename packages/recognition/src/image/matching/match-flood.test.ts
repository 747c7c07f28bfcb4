import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floodOf } from './match-flood.ts'

test('a template added to a bank is a flood on its first day', () => {
  const flood = floodOf({ matched: 900, asked: 5000 }, { matched: 0, asked: 0 })
  expect(flood.flooded).toBe(true)
  expect(flood.sentence).toBe(
    'it matched 900 of 5,000 pictures; after 0 of 0 before, up to 49 are no surprise',
  )
})

test('a photo that is stolen as often as before is none, and one stolen a little more neither', () => {
  const before = { matched: 400, asked: 100_000 }
  expect(floodOf({ matched: 40, asked: 10_000 }, before).flooded).toBe(false)
  expect(floodOf({ matched: 70, asked: 10_000 }, before).flooded).toBe(false)
  expect(floodOf({ matched: 400, asked: 10_000 }, before).flooded).toBe(true)
})

test('few matches are none, however few were to be expected', () => {
  expect(floodOf({ matched: 20, asked: 20 }, { matched: 0, asked: 1_000_000 }).flooded).toBe(false)
  expect(floodOf({ matched: 21, asked: 21 }, { matched: 0, asked: 1_000_000 }).flooded).toBe(true)
})

test('counts that cannot be are refused', () => {
  expect(() => floodOf({ matched: 2, asked: 1 }, { matched: 0, asked: 0 })).toThrow(RangeError)
  expect(() => floodOf({ matched: 0, asked: 1 }, { matched: -1, asked: 1 })).toThrow(RangeError)
})

test('up to where a count is no surprise is that of the law itself', () => {
  const counts = fc.record({ matched: fc.nat(200), more: fc.integer({ min: 1, max: 20_000 }) })
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 20_000 }), ({ matched, more }, asked) => {
      const before = { matched, asked: matched + more }
      const limits = { least: 0, chance: 1e-4 }
      const { most, expected } = floodOf({ matched: 0, asked }, before, limits)
      const shape = matched + 2
      const total = before.asked + 2000
      expect(expected).toBeCloseTo((asked * shape) / total)
      // The distribution, summed term by term: more is less likely than allowed, but not by far.
      const share = asked / (asked + total)
      let own = (1 - share) ** shape
      let beyond = 1 - own
      for (let count = 1; count <= most; count++) {
        own *= ((shape + count - 1) * share) / count
        beyond -= own
      }
      expect(beyond).toBeLessThan(1.01e-4)
      // One less would not have done.
      expect(beyond + own).toBeGreaterThan(0.5e-4)
    }),
    { numRuns: 200 },
  )
})

test('more matches, or fewer before, never make less of a flood', () => {
  const count = fc.nat(3000)
  fc.assert(
    fc.property(
      count,
      count,
      fc.nat(300),
      fc.integer({ min: 300, max: 9000 }),
      (a, b, m, asked) => {
        const now = (matched: number) => ({ matched, asked: 3000 })
        const before = { matched: m, asked }
        const [few, many] = [Math.min(a, b), Math.max(a, b)]
        if (floodOf(now(few), before).flooded) expect(floodOf(now(many), before).flooded).toBe(true)
        expect(floodOf(now(0), { matched: 0, asked }).most).toBeLessThanOrEqual(
          floodOf(now(0), before).most,
        )
      },
    ),
    { numRuns: 200 },
  )
})
