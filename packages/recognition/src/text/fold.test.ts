import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFoldedText, endOf, fold, foldToString } from './fold.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.string({
    unit: fc.constantFrom('G', 'ü', 'u\u0308', '\u200b', '🅶', '驴', '：', ' & ', '\u202e', '\0'),
  }),
)

function isInsidePair(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset)
  const before = text.charCodeAt(offset - 1)
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff
}

describe('fold', () => {
  it.each([
    ['Gücci', 'gucci'],
    ['ＮＩＫＥ', 'nike'],
    ['𝐆𝐮𝐜𝐜𝐢', 'gucci'],
    ['Ⓛ🅥', 'lv'],
    ['D & G', 'd&g'],
    ['1 ： 1', '1:1'],
    ['1∶1', '1:1'],
    ['Levi’s', 'levis'],
    ['super-clone_watch', 'super clone watch'],
    ['G\u200bu\u00adcci', 'gucci'],
    ['İSTANBUL ılık', 'istanbul ilik'],
    ['straße', 'strasse'],
    ['ﬁne', 'fine'],
    ['Реплика', 'реплика'],
    ['고급 가방', '고급 가방'],
    ['パーカー', 'パーカー'],
    ['รองเท้า', 'รองเท้า'],
    ['  (new)  ', 'new'],
    ['\ud800a\udc00', 'a'],
  ])('%j is %j', (text, folded) => {
    expect(foldToString(text)).toBe(folded)
  })

  it('keeps every offset inside the original and on a code-point border', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = fold(text, createFoldedText())
        let last = 0
        for (let i = 0; i < folded.length; i++) {
          const start = folded.starts[i]!
          const end = endOf(folded, i)
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(isInsidePair(text, start)).toBe(false)
          expect(isInsidePair(text, end)).toBe(false)
          last = start
        }
      }),
    )
  })

  it('changes no code point the second time', () => {
    for (let code = 0; code < 0x110000; code++) {
      const once = foldToString(`a${String.fromCodePoint(code)}b`)
      if (foldToString(once) !== once) expect([code.toString(16), once]).toEqual([])
    }
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = foldToString(text)
        expect(foldToString(once).trim()).toBe(once.trim())
      }),
    )
  })

  it('notices words that could spell a disguised name', () => {
    for (const text of [
      'L0u1s Vu!tt0n',
      'Gucсi',
      'G u c c i',
      'Gu**i',
      'Ba-len-ciaga',
      'G\u200bucci',
    ])
      expect([text, fold(text, createFoldedText()).suspicious]).toEqual([text, true])
    for (const text of ['Gucci bag', '古驰 包', 'Реплика сумка', 'size 42', 'a T-shirt'])
      expect([text, fold(text, createFoldedText()).suspicious]).toEqual([text, false])
  })
})
