import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerpt, isQuoted } from './excerpt.ts'

const longText = fc
  .array(
    fc.oneof(fc.constant('word '), fc.constant('高仿'), fc.constant('👜'), fc.constant('e\u0301')),
    {
      minLength: 1000,
      maxLength: 4000,
    },
  )
  .map((parts) => parts.join(''))

describe('excerpt', () => {
  it('keeps a text within the limit whole', () => {
    expect(excerpt('short', [{ start: 1, end: 2 }], 5)).toEqual([{ start: 0, text: 'short' }])
  })

  it('keeps pieces at their stated offsets, in order, within the limit', () => {
    fc.assert(
      fc.property(longText, fc.array(fc.nat(9000), { maxLength: 30 }), (text, starts) => {
        const pieces = excerpt(
          text,
          starts.map((start) => ({ start, end: start + 7 })),
          1000,
        )
        let at = -1
        for (const piece of pieces) {
          expect(piece.start).toBeGreaterThan(at)
          expect(text.slice(piece.start, piece.start + piece.text.length)).toBe(piece.text)
          at = piece.start + piece.text.length
        }
        if (text.length > 1000) {
          expect(pieces.reduce((sum, piece) => sum + piece.text.length, 0)).toBeLessThanOrEqual(
            1000,
          )
        }
      }),
    )
  })

  it('cuts no surrogate pair and no combined character', () => {
    fc.assert(
      fc.property(longText, fc.nat(4000), (text, start) => {
        for (const piece of excerpt(text, [{ start, end: start + 5 }], 1000)) {
          expect(piece.text.isWellFormed()).toBe(true)
          expect(piece.text.startsWith('\u0301')).toBe(false)
        }
      }),
    )
  })

  it('keeps the words around evidence far into a long text', () => {
    const text = `${'filler '.repeat(9000)}mirror quality${' filler'.repeat(5000)}`
    const start = text.indexOf('mirror')
    const evidence = { start, end: start + 14 }
    const pieces = excerpt(text, [evidence], 4000)
    expect(isQuoted(pieces, evidence)).toBe(true)
    const piece = pieces.at(-1)!
    expect(piece.text.slice(start - piece.start, start - piece.start + 14)).toBe('mirror quality')
    expect(piece.text).toMatch(/filler mirror quality filler/)
  })

  it('shows an overlong mark from its beginning and leaves out what does not fit', () => {
    const text = 'x'.repeat(50_000)
    const pieces = excerpt(
      text,
      [
        { start: 20_000, end: 45_000 },
        { start: 46_000, end: 46_900 },
      ],
      2000,
    )
    expect(isQuoted(pieces, { start: 20_000, end: 45_000 })).toBe(true)
    expect(isQuoted(pieces, { start: 46_000, end: 46_900 })).toBe(false)
  })
})
