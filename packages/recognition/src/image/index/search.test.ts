import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Best } from './search.ts'

test('the best are those that sorting all of them gives, equal ones by their number', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 40 })
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 12 }), (of, most) => {
      const sorted = of
        .map((score, picture) => ({ picture, score }))
        .sort((a, b) => b.score - a.score || a.picture - b.picture)
        .slice(0, most)
      const best = new Best(most)
      for (const picture of [...of.keys()].reverse()) best.enter(picture, of[picture] ?? 0)
      expect(best.pictures).toEqual(sorted)
    }),
  )
})
