import { expect, test } from 'vitest'
import { amountText, leastMinutes, mostCostOf } from './usage.ts'

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

test('small amounts keep their digits', () => {
  expect([0, 0.00512, 0.0999, 0.1, 12.345, 1000].map(amountText)).toEqual([
    '0.00',
    '0.0051',
    '0.10',
    '0.10',
    '12.35',
    '1000.00',
  ])
  // Never in the notation of powers, which no amount of money has.
  expect(amountText(0.00000012)).toBe('0.00000012')
})

test('requests take two seconds each, and at least a minute', () => {
  expect([1, 30, 31, 100].map(leastMinutes)).toEqual([1, 1, 2, 4])
})
