import { expect, test } from 'vitest'
import { readPortfolioSearch } from './search.ts'

test.each([
  [{}, {}],
  [
    { brand: ' velmoraq ', marketplace: 'bazaar', state: 'explained' },
    { brand: 'velmoraq', marketplace: 'bazaar', state: 'explained' },
  ],
  [{ brand: '  ', marketplace: 7, state: 'open' }, {}],
])('%j is read as %j', (given, expected) => {
  expect(readPortfolioSearch(given)).toEqual(expected)
})
