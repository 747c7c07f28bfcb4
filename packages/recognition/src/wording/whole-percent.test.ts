import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholePercent } from './whole-percent.ts'

test('a whole per cent is reached exactly where its hundredth is', () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(probability, fc.nat(100), (p, percent) => {
      expect(wholePercent(p) >= percent).toBe(p >= percent / 100)
    }),
  )
})

test.each([
  [0.76998, 76],
  [0.29, 29],
  [0.57, 57],
  [1, 100],
  [0.004, 0],
])('%d is %d %%', (probability, percent) => {
  expect(wholePercent(probability)).toBe(percent)
})
