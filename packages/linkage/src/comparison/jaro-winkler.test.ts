import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jaroWinkler } from './jaro-winkler.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })

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
