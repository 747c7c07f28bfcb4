import { expect, test } from 'vitest'
import { amountWords, rangeWords } from './amounts.ts'

const plain = (text: string): string => text.replaceAll(/[\u00a0\u2009\u202f]/g, ' ')

test('costs have cents, and small ones two digits that count', () => {
  const words = (amount: number): string => plain(amountWords('en', 'EUR', amount))
  expect([0, 0.00512, 0.0999, 1.3, 1234.567, 0.00000012].map(words)).toEqual([
    'EUR 0.00',
    'EUR 0.0051',
    'EUR 0.10',
    'EUR 1.30',
    'EUR 1,234.57',
    'EUR 0.00000012',
  ])
})

test('a range names the currency once, with as few digits as its greater end needs', () => {
  expect(plain(rangeWords('en', 'EUR', 0.66, 1.3))).toBe('EUR 0.66–1.30')
  expect(plain(rangeWords('en', 'EUR', 0.0071, 0.31))).toBe('EUR 0.01–0.31')
  expect(plain(rangeWords('id', 'IDR', 10, 2000.5))).toMatch(/^IDR 10,00 ?– ?2\.000,50$/)
})
