import { expect, test } from 'vitest'
import { calculationText } from './deadline-calculation-text.ts'

const t = ((key: string, values: Record<string, unknown> = {}) => {
  const rule = key.replace('deadline-calculation.', '')
  return `${rule}(${Object.values(values).join(',')})`
}) as never
const sentences = (parts: string[]) => parts.join(' ')
const text = { t, sentences, day: (at: string) => at, time: (at: string) => at } as never
const none = {
  lastDay: null,
  count: null,
  dayOff: null,
  shortMonth: false,
  zone: 'Europe/Brussels',
}

test.each([
  [{ ...none, rule: 'endless', from: '2026-11-30' }, null, 'endless()'],
  [
    { ...none, rule: 'target', from: '2026-11-30T10:00:00Z', count: 24 },
    '2026-12-01T10:00:00Z',
    'target(24,2026-12-01T10:00:00Z)',
  ],
  [
    {
      ...none,
      rule: 'months',
      from: '2026-08-31',
      lastDay: '2027-03-01',
      count: 6,
      dayOff: '2027-02-28',
      shortMonth: true,
    },
    '2027-03-01T23:00:00Z',
    'until(2026-08-31,2027-03-01,Europe/Brussels) months(6) short-month() day-off(2027-02-28)',
  ],
] as const)('%j is worded rule by rule', (calculation, dueAt, expected) => {
  expect(calculationText(text, calculation, dueAt)).toBe(expected)
})
