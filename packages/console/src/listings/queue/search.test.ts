import { expect, test } from 'vitest'
import { addressesUnder, filtersOf, readQueueSearch, sameFilters } from './search.ts'

test('an address contains all filters, and invalid values are left out', () => {
  const parameters = {
    verdict: 'review',
    brand: 'velmoraq',
    probabilityFrom: '0.5',
    probabilityTo: '0.95',
    language: 'zh',
    signal: 'text.replica-term',
    decided: 'false',
    sort: 'learned',
    listing: 'o',
    view: 'v',
  }
  const read = readQueueSearch(parameters)
  expect(read).toEqual({ ...parameters, probabilityFrom: 0.5, probabilityTo: 0.95 })
  expect(filtersOf(read)).not.toHaveProperty('view')
  const wrong = {
    verdict: 'fake',
    probabilityFrom: '1.5',
    probabilityTo: 'x',
    language: 'z!',
    signal: 'x',
    decided: 'perhaps',
    sort: 'oldest',
    brand: '',
    unknown: '1',
  }
  expect(readQueueSearch(wrong)).toEqual({})
})

test('the address of a listing in the list contains the filters, the view and the listing', () => {
  const filters = { brand: 'a & b', probabilityFrom: 0.5, decided: 'false' } as const
  const address = addressesUnder(filters, 'v')('o')
  const parameters = Object.fromEntries(new URL(address, 'https://console.example').searchParams)
  expect(readQueueSearch(parameters)).toEqual({ ...filters, view: 'v', listing: 'o' })
  expect(addressesUnder({}, undefined)('o')).toBe('/listings?listing=o')
})

test('filters are the same in whatever order they were chosen', () => {
  expect(sameFilters({ brand: 'a', verdict: 'block' }, { verdict: 'block', brand: 'a' })).toBe(true)
  expect(sameFilters({ brand: 'a' }, { brand: 'a', sort: 'most-probable' })).toBe(false)
})
