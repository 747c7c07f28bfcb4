import { expect, test } from 'vitest'
import { curveOf, periodsAt, seriesOf } from './types.ts'

test('the current month to date is compared with the same days a year earlier', () => {
  expect(periodsAt(new Date('2026-11-16T23:59:59Z'))).toMatchObject({
    period: { from: '2025-12-01', to: '2026-11-16' },
    before: { from: '2024-12-01', to: '2025-11-16' },
  })
  const { months, monthsBefore } = periodsAt(new Date('2028-02-29T12:00:00Z'))
  expect([months[0], months.at(-1)]).toEqual(['2027-03', '2028-02'])
  expect([monthsBefore[0], monthsBefore.at(-1)]).toEqual(['2026-03', '2027-02'])
  expect(periodsAt(new Date('2028-02-29T12:00:00Z')).before.to).toBe('2027-02-28')
})

test('counts are laid out by key and month, with the totals of both periods', () => {
  const periods = periodsAt(new Date('2026-11-16T00:00:00Z'))
  const [series] = seriesOf(
    ['a'],
    [
      { key: 'a', before: false, month: '2026-11', count: 2 },
      { key: 'a', before: true, month: '2025-11', count: 3 },
      { key: 'b', before: false, month: '2026-11', count: 9 },
    ],
    periods,
  )
  expect(series).toMatchObject({ key: 'a', total: 2, before: 3 })
  expect(series?.months.at(-1)).toBe(2)
  expect(series?.monthsBefore.at(-1)).toBe(3)
})

test('the bounds of the curve hold for every time within the intervals', () => {
  const timed = [
    { from: 0, to: 1, count: 2 },
    { from: 2, to: 5, count: 3 },
    { from: 4, to: null, count: 1 },
  ]
  const curve = curveOf(timed)
  expect(curve[0]).toEqual({ day: 0, atLeast: 0, atMost: 0 })
  expect(curve[1]).toEqual({ day: 1, atLeast: 2 / 6, atMost: 2 / 6 })
  expect(curve[3]).toEqual({ day: 3, atLeast: 2 / 6, atMost: 5 / 6 })
  expect(curve[5]).toEqual({ day: 5, atLeast: 5 / 6, atMost: 1 })
  expect(curveOf([])).toEqual([])
})
