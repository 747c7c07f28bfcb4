import { expect, test } from 'vitest'
import { monthlyFigures, savingsOf } from './savings.ts'

test('savings compare the mean month with what monitoring cost before', () => {
  const now = monthlyFigures([
    { cost: 100, perFind: { count: 60 } },
    { cost: 300, perFind: { count: 20 } },
  ])
  expect(now).toEqual({ cost: 200, finds: 40 })
  expect(savingsOf({ costPerMonth: 1800, findsPerMonth: 50 }, now!)).toEqual({
    cost: 1600,
    finds: -10,
  })
  expect(savingsOf({ costPerMonth: 150, findsPerMonth: 0 }, now!).cost).toBe(-50)
})

test('before the first month there is nothing to compare', () => {
  expect(monthlyFigures([])).toBeUndefined()
})
