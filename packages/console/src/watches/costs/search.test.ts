import { expect, test } from 'vitest'
import { firstDay, readCostSearch } from './search.ts'

const watch = '0b1f3f0e-7c1d-4a55-9f0e-4b7f3b1c2d3e'

test.each([
  [{}, {}],
  [
    { by: 'query', months: '3', watch },
    { by: 'query', months: 3, watch },
  ],
  [{ by: 'watch', months: '12', watch: '' }, {}],
  [{ by: 'country', months: '2', watch: 'none' }, {}],
])('%j is read as %j', (given, expected) => {
  expect(readCostSearch(given)).toEqual(expected)
})

test('a period begins on the same day of an earlier month, or its last one', () => {
  const from = (months: number, day: string): string =>
    firstDay(months, new Date(`${day}T12:00:00Z`))
  expect(from(1, '2026-11-26')).toBe('2026-10-26')
  expect(from(12, '2026-11-26')).toBe('2025-11-26')
  expect(from(3, '2026-05-31')).toBe('2026-02-28')
  expect(from(1, '2026-01-15')).toBe('2025-12-15')
})
