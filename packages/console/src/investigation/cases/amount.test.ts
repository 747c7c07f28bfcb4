import { expect, test } from 'vitest'
import { amountOf } from './amount.ts'

test('units times price is exact, even beyond the range of a number', () => {
  expect(amountOf(3, '20')).toBe('60.00')
  expect(amountOf(3, '0.1')).toBe('0.30')
  expect(amountOf(1_000_000_000, '999999999999.9999')).toBe('999999999999999900000.00')
  expect(amountOf(1, '0.0001')).toBe('0.0001')
})
