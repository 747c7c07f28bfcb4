import { expect, test } from 'vitest'
import { priceCourse } from './price-course.ts'

const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')}T00:00:00Z`
const eur = (amount: string) => ({ amount, currency: 'EUR' })

test('the prices follow from the current one and what was different before', () => {
  const course = priceCourse(eur('30'), [
    { at: day(9), differences: [{ field: 'price/amount', before: '45', after: '30' }] },
    { at: day(7), differences: [{ field: 'title', before: 'a', after: 'b' }] },
    { at: day(5), differences: [{ field: 'price/amount', before: '90', after: '45' }] },
    { at: day(1), differences: [] },
  ])
  expect(course.map(({ at, amount }) => [new Date(at).getUTCDate(), amount])).toEqual([
    [1, 90],
    [5, 45],
    [9, 30],
  ])
})

test('a price may come, leave and change its currency', () => {
  const course = priceCourse(null, [
    { at: day(9), differences: [{ field: 'price', before: eur('45') }] },
    {
      at: day(5),
      differences: [
        { field: 'price/amount', before: '500', after: '45' },
        { field: 'price/currency', before: 'CNY', after: 'EUR' },
      ],
    },
    { at: day(3), differences: [{ field: 'price', after: { amount: '500', currency: 'CNY' } }] },
    { at: day(1), differences: [] },
  ])
  expect(course.map(({ amount, currency }) => `${amount} ${currency}`)).toEqual([
    '500 CNY',
    '45 EUR',
  ])
})

test('a listing without a price has no course', () => {
  expect(priceCourse(null, [{ at: day(1), differences: [] }])).toEqual([])
  expect(priceCourse(eur('3'), [])).toEqual([])
})
