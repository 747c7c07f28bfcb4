import { expect, it } from 'vitest'
import { clockOf } from './circumstances.ts'
import type { Exchange } from './warc/index.ts'

const answered = (date: string, at: string): Exchange => ({
  at,
  answeredAt: at,
  url: 'https://shop.example/',
  method: 'GET',
  requestHeaders: [],
  status: 200,
  statusText: 'OK',
  responseHeaders: [['date', date]],
  body: undefined,
})

it.each([
  ['2026-03-02T10:00:02.500Z', -2],
  ['2026-03-02T10:00:00.500Z', 0],
  ['2026-03-02T10:00:00.530Z', 0],
  ['2026-03-02T09:59:58.000Z', 2.5],
])('a server that reported ten sharp at %s is %d seconds ahead', (at, offset) => {
  const clock = clockOf(answered('Mon, 02 Mar 2026 10:00:00 GMT', at))
  expect(clock?.offsetSeconds).toBe(offset)
  expect(JSON.parse(JSON.stringify(clock))).toEqual(clock)
})

it('reports no clock if the server stated no time', () => {
  expect(clockOf(undefined)).toBeUndefined()
  expect(clockOf(answered('yesterday', '2026-03-02T10:00:00.000Z'))).toBeUndefined()
})
