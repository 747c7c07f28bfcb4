import { describe, expect, it } from 'vitest'
import type { Listing } from '@touchstone/contract'
import { wordAssessment } from '@touchstone/recognition'
import { listing, usd } from './builders.ts'
import { catalogScreener as screener } from './catalog-screener.ts'

const screen = (texts: readonly string[], over: Partial<Listing> = {}) =>
  wordAssessment(screener.screen(listing({ reviews: texts.map((text) => ({ text })), ...over })))
const comparing = ['Looks just like the original!', 'Wore it out, nobody can tell']

describe('buyers who compare the goods with an original', () => {
  it('are told with their words', () => {
    const { signals } = screen(comparing)
    expect(signals.find(({ code }) => code === 'review.buyers-compare')?.evidence?.detail).toMatch(
      /^2 buyers compare the goods with an original, for example: /,
    )
  })

  it('say nothing alone, and call for a person beside an impossible price', () => {
    expect(screen(comparing)).toMatchObject({ verdict: 'clear', ceiling: 'ask-proof' })
    expect(screen(comparing, { price: usd('40') })).toMatchObject({
      verdict: 'review',
      ceiling: 'review',
      hold: false,
    })
  })

  it('are more than one', () => {
    const { signals } = screen(['Looks just like the original!', 'Fast delivery'])
    expect(signals.map(({ code }) => code)).not.toContain('review.buyers-compare')
  })

  it.each([
    ['zh', '跟专柜一样', '看不出区别'],
    ['id', 'mirip ori', 'gak ketahuan'],
    ['ja', '本物そっくり', '見分けがつかない'],
    ['ko', '정품이랑 똑같아요', '티 안나요'],
    ['vi', 'giống hàng thật', 'khó phân biệt'],
    ['th', 'เหมือนของแท้', 'แยกไม่ออก'],
    ['ru', 'как настоящие', 'никто не заметил'],
    ['tr', 'gerçeği gibi', 'kimse anlamaz'],
    ['es', 'parece original', 'no se nota la diferencia'],
    ['ar', 'زي الأصلي', 'ما يفرق عن الأصلي'],
  ])('write so in %s', (_, first, second) => {
    const { signals } = screen([first, second])
    expect(signals.map(({ code }) => code)).toContain('review.buyers-compare')
  })

  it('are not those who praise the goods', () => {
    const { signals } = screen(['Good quality, fast delivery', 'Original, with receipt, thank you'])
    expect(signals.filter(({ family }) => family === 'review')).toEqual([])
  })
})
