import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costRatio } from '../../test/processor-time.ts'
import { starterScreener as screener } from '../../test/starter-screener.ts'

/** The names of a title as they are written there. */
function named(title: string): string[] {
  return screener.names(title).map(({ start, end }) => title.slice(start, end))
}

describe('names in a title', () => {
  it('carry the id of a protected brand', () => {
    expect(screener.names('耐克男鞋2024秋季新款')).toEqual([
      { start: 0, end: 2, kind: 'brand', brand: 'nike', confidence: expect.any(Number) },
    ])
  })

  it('are reported if no list has them, by place and appearance', () => {
    expect(screener.names('茉诗蒂连衣裙女夏季新款')).toMatchObject([
      { start: 0, end: 3, kind: 'unlisted' },
    ])
    expect(named('包邮 韩国进口蔻丽诗面霜保湿补水50ml')).toEqual(['蔻丽诗'])
  })

  it('are separate in pairs of Latin and Chinese', () => {
    for (const title of [
      'VELMORA/薇尔摩拉手表女',
      'velmora薇尔摩拉手表女',
      '薇尔摩拉VELMORA手表女',
    ])
      expect(
        named(title)
          .map((name) => name.toLowerCase())
          .sort(),
      ).toEqual(['velmora', '薇尔摩拉'])
  })

  it('are not cut out of words', () => {
    expect(named('宽松下摆连衣裙女')).toEqual([])
    expect(named('松下电动剃须刀男士')).toEqual(['松下'])
  })

  it('are found where the title repeats them', () => {
    expect(named('茉诗蒂面膜 补水保湿面膜 适合敏感肌 茉诗蒂面膜')).toEqual(['茉诗蒂', '茉诗蒂'])
  })

  it('are found in Traditional characters', () => {
    expect(named('愛馬仕絲巾女')).toEqual(['愛馬仕'])
    expect(named('純棉加厚浴巾')).toEqual([])
  })

  it('are no words for goods, units, codes or authors', () => {
    for (const title of [
      '纯棉加厚浴巾家用吸水',
      'USB充电线1m 5V 2A',
      '电路板 AZ-4410B 配件',
      '二手图书 张文林 机械工业出版社 教材',
      '',
      '，。！',
    ])
      expect(named(title).filter((name) => !name.endsWith('出版社'))).toEqual([])
  })

  it('are not reported as part of a longer word that no list has', () => {
    expect(named('zornike·nike耐克')).toEqual(['nike', '耐克'])
    expect(named('velmora zorni·nike 耐克')).toEqual(['velmora', 'nike', '耐克'])
  })

  it('are the listed ones alone in titles without Chinese', () => {
    expect(named('Womens Lorvexa leather handbag by Gucci')).toEqual(['Gucci'])
  })
})

const part = fc.oneof(
  fc.constantFrom(
    '耐克',
    '松下',
    '茉诗蒂',
    '连衣裙',
    '旗舰店',
    '包邮',
    'velmora',
    'nike',
    '𠮷野家',
    '愛馬仕',
  ),
  fc.constantFrom(
    '/',
    ' ',
    ',',
    '【',
    '】',
    '·',
    '2024',
    '5kg',
    '-',
    "'",
    '牌',
    '\ud842',
    '\udfb7',
    'e\u0301',
    'ﬁ',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)

function splitsPair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff
}

describe('name spans of any text', () => {
  it('lie inside it, on code-point borders, in order and apart', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
        const text = parts.join('')
        let last = 0
        for (const { start, end, confidence } of screener.names(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect([splitsPair(text, start), splitsPair(text, end)]).toEqual([false, false])
          expect(confidence).toBeGreaterThan(0)
          expect(confidence).toBeLessThanOrEqual(1)
          last = end
        }
      }),
      { numRuns: 300 },
    )
  })

  it('take time in step with its length', () => {
    const readTimes = (text: string, times: number) => (): void => {
      for (let reading = 0; reading < times; reading++) screener.names(text)
    }
    for (const unit of [
      '耐克',
      '茉诗蒂连衣裙',
      'nike,',
      'velmora薇尔摩拉/',
      '款',
      'ab,cd ',
      '图书馆',
    ]) {
      const short = unit.repeat(Math.ceil(2000 / unit.length))
      expect(costRatio(readTimes(short.repeat(8), 1), readTimes(short, 8)), unit).toBeLessThan(3)
    }
  })
})
