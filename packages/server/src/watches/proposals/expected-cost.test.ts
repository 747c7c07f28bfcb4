import { expect, test } from 'vitest'
import { expectedCost } from './expected-cost.ts'

const rates = {
  currency: 'EUR',
  perThousandRequests: 1000,
  perGibibyte: 0,
  perProcessorHour: 0,
  perPersonHour: 0,
}
const budget = { requests: 100, bytes: 0, processorSeconds: 0, cost: null }
const runs = (query: string, ...requests: number[]) =>
  requests.map((number) => ({
    query,
    usage: { requests: number, bytes: 0, processorSeconds: 0, fees: 0 },
  }))
const costOf = (query: string, known: ReturnType<typeof runs>, queries = 4) =>
  expectedCost((other) => other === query, { runs: known, budget, queries, rates })

test('the cost is that of the same query on the site, if it ran there', () => {
  expect(costOf('a', [...runs('a', 5), ...runs('b', 9, 9, 9)])).toMatchObject({
    from: 'query',
    runs: 1,
    requests: { from: 5, to: 5 },
    amount: { from: 5, to: 5 },
  })
})

test('else that of eight in ten runs of other queries, within its part of the budget', () => {
  const known = runs('b', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40)
  expect(costOf('a', known)).toMatchObject({
    from: 'site',
    runs: 11,
    requests: { from: 2, to: 10 },
  })
  expect(costOf('a', known, 20).requests).toEqual({ from: 2, to: 5 })
})

test('else its part of the budget', () => {
  expect(costOf('a', [])).toMatchObject({
    from: 'budget',
    runs: 0,
    requests: { from: 1, to: 25 },
    amount: { from: 1, to: 25 },
  })
})
