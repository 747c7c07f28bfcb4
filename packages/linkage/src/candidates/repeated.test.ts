import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Repeated } from './index.ts'

test('every number that was added twice is known, and few others are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 50 }), (numbers) => {
      const repeated = new Repeated(numbers.length)
      for (const number of numbers) repeated.add(number)
      const twice = numbers.filter((number, at) => numbers.indexOf(number) !== at)
      expect(twice.every((number) => repeated.has(number))).toBe(true)
    }),
  )
  const repeated = new Repeated(10_000)
  for (let at = 0; at < 10_000; at++) repeated.add(Math.imul(at, 0x9e3779b1))
  const wrong = Array.from({ length: 10_000 }, (_, at) => repeated.has(Math.imul(at, 0x9e3779b1)))
  expect(wrong.filter(Boolean).length).toBeLessThan(2000)
})
