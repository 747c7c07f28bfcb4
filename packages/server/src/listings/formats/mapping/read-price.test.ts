import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPrice, type PriceContext } from './read-price.ts'

function shown(value: string | number, context?: PriceContext): string {
  const price = readPrice(value, context)
  return price.ok ? `${price.money.amount} ${price.money.currency}` : price.problem
}

test.each<[string | number, PriceContext | undefined, string]>([
  ['1.299,00 €', undefined, '1299 EUR'],
  ['Rp 1.250.000', undefined, '1250000 IDR'],
  ['Rp1.250', undefined, '1250 IDR'],
  ['Rp1.250.000,-', undefined, '1250000 IDR'],
  ['¥680', { currency: 'CNY' }, '680 CNY'],
  ['￥６８０', { currency: 'JPY' }, '680 JPY'],
  ['USD 19.90', undefined, '19.9 USD'],
  ['19.90USD', undefined, '19.9 USD'],
  ['US$1,299.50', undefined, '1299.5 USD'],
  ['$5', { stated: 'AUD' }, '5 AUD'],
  ['5', { stated: 'eur' }, '5 EUR'],
  ['1 299,50 руб.', { currency: 'RUB' }, '1299.5 RUB'],
  ["CHF 1'299.50", undefined, '1299.5 CHF'],
  ['₹12,34,567.00', undefined, '1234567 INR'],
  ['1.299', { currency: 'EUR', decimal: ',' }, '1299 EUR'],
  ['1.299', { currency: 'EUR', decimal: '.' }, '1.299 EUR'],
  ['1,299', { currency: 'JPY' }, '1299 JPY'],
  ['0.125 KWD', undefined, '0.125 KWD'],
  ['1234.567 TND', undefined, '1234.567 TND'],
  ['19,- €', undefined, '19 EUR'],
  ['ab 19,90 € inkl. MwSt.', undefined, '19.9 EUR'],
  ['١٢٫٥', { currency: 'EGP' }, '12.5 EGP'],
  ['٤٥ AED', undefined, '45 AED'],
  [19.9, { currency: 'EUR' }, '19.9 EUR'],
  [1e21, { currency: 'IDR' }, '1000000000000000000000 IDR'],
  [1e-7, { currency: 'EUR' }, '0.0000001 EUR'],
  [0, { currency: 'EUR' }, '0 EUR'],
  ['1.5E+3', { currency: 'EUR' }, '1500 EUR'],
  ['007.50', { currency: 'EUR' }, '7.5 EUR'],
])('%j with %j is %s', (value, context, expected) => {
  expect(shown(value, context)).toBe(expected)
})

test.each<[string | number, PriceContext | undefined, RegExp]>([
  ['19.90', undefined, /is missing, and currencies are not guessed/],
  ['¥680', undefined, /may be any of CNY, JPY, which share this sign/],
  ['¥680', { currency: 'EUR' }, /may be any of CNY, JPY/],
  ['$5', undefined, /may be any of USD/],
  ['5 €', { stated: 'USD' }, /names two currencies \(€, USD\)/],
  ['1.299 €', undefined, /can be read in two ways \(1\.299\)/],
  ['1.29,9.0 €', undefined, /can be read in two ways/],
  ['12 34 €', undefined, /can be read in two ways/],
  ['10-20 €', undefined, /contains more than one number/],
  ['-5 €', undefined, /is negative/],
  [-5, { currency: 'EUR' }, /is negative/],
  ['1.2万', { currency: 'CNY' }, /holds words that are no currency \(万\)/],
  ['15k', { currency: 'EUR' }, /holds words that are no currency \(k\)/],
  ['20 %', { currency: 'EUR' }, /is a percentage/],
  ['free', undefined, /holds no number/],
  [Number.NaN, { currency: 'EUR' }, /holds no number/],
  ['5', { stated: 'XX' }, /is not an ISO 4217 currency \(XX\)/],
])('%j with %j is refused', (value, context, problem) => {
  expect(shown(value, context)).toMatch(problem)
})

test('an amount written in any usual way is read back', () => {
  const styles = ['de-DE', 'en-US', 'fr-FR', 'id-ID', 'de-CH', 'en-IN', 'ru-RU', 'pl-PL']
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999_99 }),
      fc.constantFrom(...styles),
      fc.constantFrom('EUR', 'USD', 'PLN', 'INR', 'CHF'),
      fc.boolean(),
      (cents, locale, currency, atEnd) => {
        const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 })
        const number = format.format(cents / 100)
        const text = atEnd ? `${number} ${currency}` : `${currency}\u00a0${number}`
        const amount = (cents / 100).toFixed(2).replace(/\.?0+$/, '')
        expect(shown(text)).toBe(`${amount} ${currency}`)
      },
    ),
  )
})

test('no text throws, and the result is money according to the contract', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'0123456789.,  -€$¥RpUSDe+%'), maxLength: 15 }),
  )
  fc.assert(
    fc.property(
      fc.oneof(text, fc.double()),
      fc.constantFrom('.', ',', undefined),
      (value, decimal) => {
        const price = readPrice(value, { currency: 'EUR', decimal })
        if (!price.ok) expect(price.remedy).not.toBe('')
        else {
          expect(price.money.amount).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/)
          expect(price.money.currency).toMatch(/^[A-Z]{3}$/)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
