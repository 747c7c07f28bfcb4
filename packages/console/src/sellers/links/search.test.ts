import { expect, test } from 'vitest'
import { readNetworkSearch, readReviewSearch } from './search.ts'

test('an address names the state, and a pair of two accounts or none', () => {
  const [a, b] = ['one', 'other']
  expect(readReviewSearch({ state: 'linked', a, b })).toEqual({ state: 'linked', a, b })
  expect(readReviewSearch({ state: 'other', a, b: 7 })).toEqual({})
  expect(readReviewSearch({ a })).toEqual({})
})

test('an address names a time and how far the graph reaches; anything else is left out', () => {
  const at = '2026-11-20T10:00:00.123Z'
  expect(readNetworkSearch({ at, wide: true })).toEqual({ at, wide: true })
  expect(readNetworkSearch({ wide: 'true' })).toEqual({ wide: true })
  expect(readNetworkSearch({ at: 'no time', wide: 'yes' })).toEqual({})
  expect(readNetworkSearch({ at: 'yesterday' })).toEqual({})
})
