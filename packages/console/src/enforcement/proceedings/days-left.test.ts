import { expect, test } from 'vitest'
import { daysLeft } from './days-left.ts'

test('days are counted whole, before and after a deadline passes', () => {
  const now = Date.parse('2026-11-26T12:00:00Z')
  expect(daysLeft('2026-11-28T13:00:00Z', now)).toEqual({ over: false, days: 2 })
  expect(daysLeft('2026-11-26T13:00:00Z', now)).toEqual({ over: false, days: 0 })
  expect(daysLeft('2026-11-26T12:00:00Z', now)).toEqual({ over: true, days: 0 })
  expect(daysLeft('2026-11-24T11:00:00Z', now)).toEqual({ over: true, days: 2 })
})
