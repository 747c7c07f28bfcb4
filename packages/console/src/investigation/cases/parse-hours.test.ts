import { expect, test } from 'vitest'
import { hoursIn } from './parse-hours.ts'

test.each([
  ['', null],
  [' 48 ', 48],
  ['0', undefined],
  ['1.5', undefined],
  ['8761', undefined],
  ['soon', undefined],
])('%j is %s hours', (text, hours) => {
  expect(hoursIn(text)).toBe(hours)
})
