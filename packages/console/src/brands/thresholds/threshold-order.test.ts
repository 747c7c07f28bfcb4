import { expect, test } from 'vitest'
import { areSame, moved } from './threshold-order.ts'

const least = { askProof: 5, review: 10, block: 50 }
const shipped = { askProof: 10, review: 25, block: 80 }

test.each([
  [
    { name: 'review', to: 30 },
    { askProof: 10, review: 30, block: 80 },
  ],
  [
    { name: 'askProof', to: 90 },
    { askProof: 90, review: 90, block: 90 },
  ],
  [
    { name: 'block', to: 3 },
    { askProof: 10, review: 25, block: 50 },
  ],
  [
    { name: 'review', to: 8 },
    { askProof: 10, review: 10, block: 80 },
  ],
  [
    { name: 'askProof', to: 0 },
    { askProof: 5, review: 25, block: 80 },
  ],
  [
    { name: 'block', to: 140 },
    { askProof: 10, review: 25, block: 100 },
  ],
] as const)('%o takes along what stands in its way', (move, expected) => {
  expect(moved(shipped, least, move)).toEqual(expected)
})

test('a threshold that is moved down takes those below along', () => {
  expect(moved({ askProof: 60, review: 70, block: 80 }, least, { name: 'block', to: 55 })).toEqual({
    askProof: 55,
    review: 55,
    block: 55,
  })
  expect(areSame(shipped, { ...shipped })).toBe(true)
  expect(areSame(shipped, null)).toBe(false)
  expect(areSame(null, null)).toBe(true)
})
