import { expect, test } from 'vitest'
import { isOverturnedTooOften } from './overturned-links.ts'

test('a model is overturned too often once the lower bound of its share exceeds 5 % of at least 30 links', () => {
  const of = (overturned: number, judged: number) =>
    isOverturnedTooOften({ version: 1, judged, overturned })
  expect(of(29, 29)).toBe(false)
  expect(of(30, 30)).toBe(true)
  // Wilson’s lower bounds: 4 of 30 is at 5.3 %, 3 of 30 at 3.5 %; 10 of 100 at 5.5 %, 9 of 100 at 4.8 %.
  expect([of(3, 30), of(4, 30)]).toEqual([false, true])
  expect([of(9, 100), of(10, 100)]).toEqual([false, true])
  expect(of(0, 1000)).toBe(false)
})
