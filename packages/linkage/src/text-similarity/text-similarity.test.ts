import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, jaroWinkler } from './index.ts'

/** The whole table, without limits. */
function distanceByTable(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, i) =>
    Array.from({ length: other.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  for (let i = 1; i <= one.length; i++)
    for (let j = 1; j <= other.length; j++) {
      const costs = [
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
        table[i - 1]![j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1),
      ]
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        costs.push(table[i - 2]![j - 2]! + 1)
      table[i]![j] = Math.min(...costs)
    }
  return table[one.length]![other.length]!
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })

test('the edit distance is that of the whole table, up to its limit', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 9 }), (one, other, most) => {
      expect(editDistance(one, other, most)).toBe(Math.min(distanceByTable(one, other), most + 1))
    }),
  )
})

test('texts longer than any before are compared as well', () => {
  expect(editDistance('a'.repeat(500), `b${'a'.repeat(498)}b`, 3)).toBe(2)
})

test.each([
  ['martha', 'marhta', 0.961],
  ['dixon', 'dicksonx', 0.813],
  ['dwayne', 'duane', 0.84],
  ['abc', 'abc', 1],
  ['abc', 'xyz', 0],
  ['', 'abc', 0],
])('%s and %s are alike by %f (Winkler’s own examples)', (one, other, likeness) => {
  expect(jaroWinkler(one, other)).toBeCloseTo(likeness, 3)
})

test('likeness is the same both ways', () => {
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(jaroWinkler(one, other)).toBeCloseTo(jaroWinkler(other, one), 12)
    }),
  )
})
