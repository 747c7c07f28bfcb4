import { expect, test } from 'vitest'
import { readSellerSearch } from './search.ts'

test.each([
  [{}, {}],
  [
    { search: ' Lumira ', marketplace: 'bazaar', sort: 'most-flagged' },
    { search: 'Lumira', marketplace: 'bazaar', sort: 'most-flagged' },
  ],
  [{ search: '  ', marketplace: 7, sort: 'by-name' }, {}],
])('%j is read as %j', (given, expected) => {
  expect(readSellerSearch(given)).toEqual(expected)
})
