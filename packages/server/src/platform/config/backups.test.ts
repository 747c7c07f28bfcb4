import { expect, test } from 'vitest'
import { isCron, readKeepRule } from './backups.ts'

test.each(['17 1 * * *', '*/15 0-6 1,15 * 1-5', '0 0 31 12 7'])('%s is a schedule', (text) => {
  expect(isCron(text)).toBe(true)
})

test.each([
  '',
  '17 1 * *',
  '60 1 * * *',
  '5-2 1 * * *',
  '1 1 * * mon',
  '1 1 0 * *',
  '1  1 * * *',
  '*-3 1 * * *',
])('“%s” is none', (text) => {
  expect(isCron(text)).toBe(false)
})

test('a rule names how many days, weeks and months keep a backup', () => {
  expect(readKeepRule('daily 7, weekly 5, monthly 12')).toEqual({
    daily: 7,
    weekly: 5,
    monthly: 12,
  })
  expect(readKeepRule('monthly 3')).toEqual({ daily: 0, weekly: 0, monthly: 3 })
  for (const text of ['', 'daily', 'daily 0', 'yearly 1', 'daily 1, daily 2', '7']) {
    expect(readKeepRule(text)).toBeUndefined()
  }
})
