import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOf, timesAsOften, type WordCounts } from './exact-test.ts'

const counts = fc
  .record({ ofFinds: fc.nat({ max: 9 }), ofOthers: fc.nat({ max: 9 }) })
  .chain(({ ofFinds, ofOthers }) =>
    fc.record({
      finds: fc.nat({ max: ofFinds }),
      ofFinds: fc.constant(ofFinds),
      others: fc.nat({ max: ofOthers }),
      ofOthers: fc.constant(ofOthers),
    }),
  )

/** By trying every way in which the word could be spread over the listings. */
function chanceByTrial({ finds, ofFinds, others, ofOthers }: WordCounts): number {
  let all = 0
  let asMany = 0
  for (let spread = 0; spread < 2 ** (ofFinds + ofOthers); spread++) {
    const bits = (of: number): number => of.toString(2).replaceAll('0', '').length
    if (bits(spread) !== finds + others) continue
    all++
    if (bits(spread % 2 ** ofFinds) >= finds) asMany++
  }
  return asMany / all
}

test('the chance is that of all ways to spread the word over the listings', () => {
  fc.assert(
    fc.property(counts, (given) => {
      expect(chanceOf(given)).toBeCloseTo(chanceByTrial(given), 9)
    }),
    { numRuns: 60 },
  )
})

// Fisher’s own tea tasting: 3 of 4 cups, and 4 of 4.
test.each([
  [{ finds: 3, ofFinds: 4, others: 1, ofOthers: 4 }, 17 / 70],
  [{ finds: 4, ofFinds: 4, others: 0, ofOthers: 4 }, 1 / 70],
])('of %o it is %d', (given, chance) => {
  expect(chanceOf(given)).toBeCloseTo(chance, 12)
})

test('one more find with the word is less probable, one more other listing more', () => {
  fc.assert(
    fc.property(
      fc.record({
        finds: fc.nat({ max: 300 }),
        others: fc.nat({ max: 300 }),
        ofFinds: fc.integer({ min: 301, max: 800 }),
        ofOthers: fc.integer({ min: 301, max: 2000 }),
      }),
      (given) => {
        const chance = chanceOf(given)
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
        const more = { ...given, finds: given.finds + 1 }
        expect(chanceOf(more)).toBeLessThanOrEqual(chance + 1e-9)
        expect(timesAsOften(more)).toBeGreaterThan(timesAsOften(given))
        const other = { ...given, others: given.others + 1 }
        expect(chanceOf(other)).toBeGreaterThanOrEqual(chance - 1e-9)
      },
    ),
  )
})
