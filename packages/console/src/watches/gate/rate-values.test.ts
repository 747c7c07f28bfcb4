import { expect, test } from 'vitest'
import { ratesOf, rateValues } from './rate-values.ts'

const rates = {
  currency: 'IDR',
  perThousandRequests: 1500,
  perGibibyte: 0,
  perProcessorHour: 0.25,
  perPersonHour: 90_000,
}

test('what was typed becomes rates, and rates what was typed', () => {
  expect(rateValues(rates)).toMatchObject({ perGibibyte: '', perProcessorHour: '0.25' })
  expect(ratesOf(rateValues(rates))).toEqual(rates)
  expect(ratesOf({ ...rateValues(rates), currency: ' eur ' })).toEqual({
    ...rates,
    currency: 'EUR',
  })
})

test.each([
  ['a negative rate', { perGibibyte: '-1' }],
  ['words', { perPersonHour: 'forty' }],
  ['more than any rate', { perPersonHour: '1000000001' }],
  ['no currency', { currency: '' }],
  ['a sign instead of a currency', { currency: '€' }],
])('%s is no rate', (_what, change) => {
  expect(ratesOf({ ...rateValues(rates), ...change })).toBeUndefined()
})
