import { expect, test } from 'vitest'
import { dayOf, readSummarySearch, shifted } from './search.ts'

test.each([
  ['2026-11-30', { day: '2026-11-30' }],
  ['2026-02-30', {}],
  ['yesterday', {}],
  [20261130, {}],
  [undefined, {}],
])('the day %s of an address gives %j', (day, search) => {
  expect(readSummarySearch({ day })).toEqual(search)
})

test('days are counted over the ends of months', () => {
  expect(dayOf(Date.parse('2026-02-28T23:30:00-01:00'))).toBe('2026-03-01')
  expect(shifted('2026-12-31', 1)).toBe('2027-01-01')
})
