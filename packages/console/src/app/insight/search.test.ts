import { expect, test } from 'vitest'
import { readFigureSearch, readInsightSearch } from './search.ts'

test('filters of another form are dropped: the server would refuse the page', () => {
  const sellerAccount = '3f5c9a52-7d11-4e0b-9c57-1b0f6f1d2a11'
  const filters = { brand: 'prada', marketplace: 'bazaar', country: 'CN', sellerAccount }
  expect(readInsightSearch({ ...filters, other: 'x' })).toEqual(filters)
  expect(readInsightSearch({ country: 'china', sellerAccount: 's-1', brand: '' })).toEqual({})
})

test('the figure, its key and its days are read', () => {
  const search = { figure: 'contested', key: 'reversed', from: '2026-01-01', to: '2026-01-31' }
  expect(readFigureSearch(search)).toEqual(search)
  const { figure, from, key } = readFigureSearch({ figure: 'other', from: '2026-02-31', key: '?' })
  expect({ figure, key }).toEqual({ figure: 'decided', key: undefined })
  expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect(from).not.toBe('2026-02-31')
})
