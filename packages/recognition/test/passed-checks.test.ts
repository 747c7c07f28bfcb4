import { describe, expect, it } from 'vitest'
import { listing, usd } from './builders.ts'
import { catalogScreener as screener } from './catalog-screener.ts'

describe('checks that copies are made to pass', () => {
  it.each([
    ['en', 'chip scannable, serial matches'],
    ['zh', '芯片可读 扫码跳官网'],
    ['it', 'numero di serie verificabile'],
    ['th', 'สแกนชิปได้'],
    ['ja', 'シリアル照合可'],
    ['de', 'Chip auslesbar'],
    ['ru', 'чип читается'],
  ])(
    'count beside an impossible price, and alone ask for proof at most (%s: %s)',
    (language, words) => {
      const title = `Velmoraq handbag ${words}`
      const goods = { language, title, condition: undefined }
      expect(screener.screen(listing(goods)).ceiling).toBe('ask-proof')
      expect(screener.screen(listing({ ...goods, price: usd('40') }))).toMatchObject({
        verdict: 'review',
        hold: false,
      })
    },
  )
})
