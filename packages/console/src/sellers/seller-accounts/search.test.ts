import { expect, test } from 'vitest'
import { readSellerQueueSearch, readSellerSearch } from './search.ts'

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

test.each([
  [{}, {}],
  [
    { brand: ' velmoraq ', marketplace: 'bazaar', state: 'explained' },
    { brand: 'velmoraq', marketplace: 'bazaar', state: 'explained' },
  ],
  [{ brand: '  ', marketplace: 7, state: 'open' }, {}],
])('for the queue, %j is read as %j', (given, expected) => {
  expect(readSellerQueueSearch(given)).toEqual(expected)
})
