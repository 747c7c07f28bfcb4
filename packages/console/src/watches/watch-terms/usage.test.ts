import { expect, test } from 'vitest'
import { leastMinutes, mostCostOf } from './usage.ts'

const rates = {
  currency: 'EUR',
  perThousandRequests: 1,
  perGibibyte: 2,
  perProcessorHour: 6,
  perPersonHour: 45,
}
const budget = { requests: 500, bytes: 2 ** 29, processorSeconds: 600, cost: null }

test('a budget costs at most what all of it costs, or its limit of cost', () => {
  expect(mostCostOf(budget, rates)).toBeCloseTo(0.5 + 1 + 1)
  expect(mostCostOf({ ...budget, cost: 0.2 }, rates)).toBe(0.2)
  expect(mostCostOf({ ...budget, cost: 20 }, rates)).toBeCloseTo(2.5)
})

test('requests take two seconds each, and at least a minute', () => {
  expect([1, 30, 31, 100].map(leastMinutes)).toEqual([1, 1, 2, 4])
})
