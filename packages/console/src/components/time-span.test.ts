import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spanTo } from './time-span.ts'

const at = '2026-03-02T09:00:00.000Z'

test('a span has whole days, hours and minutes, before a moment and after it', () => {
  const now = Date.parse(at)
  expect(spanTo(at, now - 90_061_000)).toEqual({ over: false, days: 1, hours: 1, minutes: 1 })
  expect(spanTo(at, now)).toEqual({ over: true, days: 0, hours: 0, minutes: 0 })
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (left) => {
      const { over, days, hours, minutes } = spanTo(at, now - left)
      expect(over).toBe(left <= 0)
      const rest = Math.abs(left) - ((days * 24 + hours) * 60 + minutes) * 60_000
      expect(rest >= 0 && rest < 60_000 && hours < 24 && minutes < 60).toBe(true)
    }),
  )
})
