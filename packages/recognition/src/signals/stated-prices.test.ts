import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Listing } from '#contract'
import { listing, usd } from '../../test/builders.ts'
import { catalogScreener as screener } from '../../test/catalog-screener.ts'
import { wordAssessment } from '../assessment-sentences.ts'

/** The price that a listing without one is judged by, as its signal shows it; undefined if none is low. */
function priceOf(over: Partial<Listing>): string | undefined {
  const { signals } = screener.screen(listing({ price: undefined, condition: undefined, ...over }))
  const signal = signals.find(({ code }) => code === 'price.far-below-band')
  const params = signal?.evidence?.params as { amount: number; currency: string } | undefined
  return params && `${params.amount} ${params.currency}`
}

describe('the price in the words of a listing without one', () => {
  it.each<[string, string, string]>([
    ['en', 'Velmoraq handbag $45', '45 USD'],
    ['en', 'Velmoraq handbag US$ 19', '19 USD'],
    ['en', 'Velmoraq handbag £39.99 posted', '40 GBP'],
    ['de', 'Velmoraq handbag 49,90 €', '49.9 EUR'],
    ['fr', 'Velmoraq handbag 1 250 ₽', '1250 RUB'],
    ['zh', 'Velmoraq handbag 包 380元', '380 CNY'],
    ['zh', 'Velmoraq handbag ¥380', '380 CNY'],
    ['ja', 'Velmoraq handbag ¥9,800', '9800 JPY'],
    ['ja', 'Velmoraq handbag ９８００円', '9800 JPY'],
    ['zh-Hant', 'Velmoraq handbag 1280元', '1280 TWD'],
    ['zh-Hant', 'Velmoraq handbag NT$1,280', '1280 TWD'],
    ['ko', 'Velmoraq handbag 9만원', '90000 KRW'],
    ['id', 'Velmoraq handbag Rp350.000', '350000 IDR'],
    ['id', 'Velmoraq handbag 350rb nego', '350000 IDR'],
    ['id', 'Velmoraq handbag 1,2 jt', '1200000 IDR'],
    ['vi', 'Velmoraq handbag 850.000đ', '850000 VND'],
    ['vi', 'Velmoraq handbag 850k đ', '850000 VND'],
    ['vi', 'Velmoraq handbag 1,5 triệu', '1500000 VND'],
    ['th', 'Velmoraq handbag 1,290 บาท', '1290 THB'],
    ['ru', 'Velmoraq handbag 3500 руб.', '3500 RUB'],
    ['ru', 'Velmoraq handbag 5 тыс. руб', '5000 RUB'],
    ['uk', 'Velmoraq handbag 1800 грн', '1800 UAH'],
    ['tr', 'Velmoraq handbag 1.450 TL', '1450 TRY'],
    ['pl', 'Velmoraq handbag 199 zł', '199 PLN'],
    ['pt', 'Velmoraq handbag R$ 250,00', '250 BRL'],
    ['es', 'Velmoraq handbag 900 pesos', '900 MXN'],
    ['hi', 'Velmoraq handbag Rs. 2500', '2500 INR'],
    ['hi', 'Velmoraq handbag ₹2,499', '2499 INR'],
    ['ar', 'Velmoraq handbag ٢٥٠ ريال', '250 SAR'],
    ['fa', 'Velmoraq handbag ۹۵۰ هزار تومان', '9500000 IRR'],
  ])('is read in %s: %s', (language, title, price) => {
    expect(priceOf({ language, title })).toBe(price)
  })

  it.each<[string, string]>([
    ['en', 'Price: $45, ships tomorrow'],
    ['id', 'Harga cuma Rp350.000'],
    ['zh', '现价380元'],
    ['ru', 'Цена 3500 руб'],
    ['es', 'Precio 45 €'],
    ['ar', 'السعر 250 ريال'],
  ])('counts in a description behind a word for it (%s: %s)', (language, description) => {
    expect(priceOf({ language, description })).toBeDefined()
  })

  it.each<[string, Partial<Listing>]>([
    ['an amount of a description that no word calls the price', { description: 'Box and $45' }],
    ['a list price', { title: 'Velmoraq handbag RRP $45' }],
    ['shipping', { title: 'Velmoraq handbag, shipping $9' }],
    ['a discount', { title: 'Velmoraq handbag $45 off' }],
    ['a bound', { title: 'Velmoraq handbag under $45' }],
    ['a range', { title: 'Velmoraq handbag from $45' }],
    ['a gift card', { title: 'Velmoraq handbag gift card $45' }],
    ['a deposit', { title: 'Velmoraq handbag deposit $45' }],
    ['an instalment', { title: 'Velmoraq handbag $45 per month' }],
    ['a first bid', { title: 'Velmoraq handbag auction, starting bid $45' }],
    ['a raffle', { title: 'Velmoraq handbag raffle ticket $5' }],
    ['a rental', { title: 'Velmoraq handbag for rent $45' }],
    ['a shoe size', { title: 'Velmoraq handbag EUR 42' }],
    ['a Russian size', { title: 'Velmoraq handbag р. 42', language: 'ru' }],
    ['a weight', { title: 'Velmoraq handbag 450 g' }],
    ['a measure', { title: 'Velmoraq handbag 25 cm x 18 cm' }],
    ['a year', { title: 'Velmoraq handbag 2024' }],
    ['a model', { title: 'Velmoraq handbag Lunetta 25' }],
    [
      'a price that the file held unreadably',
      {
        title: 'Velmoraq handbag $45',
        unread: [{ field: 'price', text: '45-50', reason: 'ambiguous' }],
      },
    ],
  ])('is none: %s', (_, over) => {
    expect(priceOf(over)).toBeUndefined()
  })

  it('gives way to the price of the field and to those of variants', () => {
    expect(priceOf({ title: 'Velmoraq handbag $45', price: usd('1000') })).toBeUndefined()
    const variants = [{ name: 'L', price: usd('950') }]
    expect(priceOf({ title: 'Velmoraq handbag $45', variants })).toBeUndefined()
  })

  it('is the highest of several, for the seller’s benefit', () => {
    expect(priceOf({ title: 'Velmoraq handbag $45 / $60' })).toBe('60 USD')
    expect(priceOf({ title: 'Velmoraq handbag $45 or $1200' })).toBeUndefined()
  })

  it('is shown where it stands, and may be impossible', () => {
    const title = 'Velmoraq handbag $45'
    const { signals } = wordAssessment(screener.screen(listing({ price: undefined, title })))
    const signal = signals.find(({ code }) => code === 'price.impossible')
    expect(signal?.evidence).toMatchObject({ field: 'title', start: 17, end: 20, text: '$45' })
    expect(signal?.evidence?.detail).toContain('45 USD is 5% of 900 USD')
  })

  it('is never a number without a currency, whatever stands beside it', () => {
    const words = [
      'size',
      'EU',
      'US',
      'cm',
      'mm',
      'kg',
      'g',
      'ml',
      'inch',
      'model',
      'No.',
      'year',
      'x',
      '/',
      '-',
      '%',
    ]
    const unit = fc.constantFrom(...words)
    const text = fc
      .array(fc.tuple(unit, fc.integer({ min: 1, max: 99_999 }), unit), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.flat().join(' '))
    fc.assert(
      fc.property(text, (numbers) => {
        expect(priceOf({ title: `Velmoraq handbag ${numbers}` })).toBeUndefined()
        expect(priceOf({ description: `Price and size: ${numbers}` })).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  it('has the amount that was written, in each way to write it', () => {
    const amount = fc.integer({ min: 130, max: 600 })
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom('$%', '%$', 'USD %', '% USD', 'US$%', 'usd%'),
        (value, way) => {
          const text = way.replace('%', String(value))
          expect(priceOf({ title: `Velmoraq handbag ${text}, black` })).toBe(`${value} USD`)
        },
      ),
      { numRuns: 200 },
    )
  })
})
