import { expect, test } from 'vitest'
import { costOfEach, costOfUsage, countLimits } from './types.ts'

const rates = {
  currency: 'EUR',
  perThousandRequests: 2,
  perGibibyte: 0.5,
  perProcessorHour: 3.6,
  perPersonHour: 60,
}

test('usage costs what the rates say, and fees', () => {
  const usage = { requests: 500, bytes: 2 ** 31, processorSeconds: 1000, fees: 0.25 }
  expect(costOfUsage(usage, rates)).toBeCloseTo(1 + 1 + 1 + 0.25, 9)
})

// The exact limits (Garwood 1936): half the 2.5% and 97.5% quantiles of chi squared.
test.each([
  [0, 0, 3.689],
  [1, 0.0253, 5.572],
  [5, 1.623, 11.668],
  [10, 4.795, 18.39],
  [100, 81.36, 121.63],
])('a count of %i lies between %d and %d', (count, low, high) => {
  const limits = countLimits(count)
  expect(Math.abs(limits.low - low)).toBeLessThan(0.03)
  expect(Math.abs(limits.high - high)).toBeLessThan(0.04)
})

test('the cost of each is a range, without an upper limit where nothing was found', () => {
  const { from, to } = costOfEach(10, 100)
  expect(from).toBeCloseTo(100 / 18.39, 2)
  expect(to).toBeCloseTo(100 / 4.795, 1)
  expect(costOfEach(0, 100)).toMatchObject({ count: 0, to: null })
})
