import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverText } from './cover-text.ts'

const texts = fc.array(
  fc.constantFrom('鞋', 'ช', 'é', 'a', '1', ' ', '👟', '\ud83d', '-', 'न', 'ि'),
  {
    maxLength: 40,
  },
)

test('the pieces of a text follow each other without gap or overlap and give it again', () => {
  const places = fc.array(fc.record({ start: fc.nat(50), end: fc.nat(50), meaning: fc.nat(9) }))
  fc.assert(
    fc.property(texts, places, (parts, passages) => {
      const text = parts.join('')
      const pieces = coverText(text, passages)
      let at = 0
      for (const piece of pieces) {
        expect(piece.start).toBe(at)
        expect(piece.end).toBeGreaterThan(piece.start)
        at = piece.end
      }
      expect(at).toBe(text.length)
      expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
      for (const piece of pieces) {
        const part = text.slice(piece.start, piece.end)
        if (piece.is === 'plain') expect(part).not.toMatch(/\p{L}/u)
        if (piece.is === 'unknown') expect(part).toMatch(/[\p{L}\p{M}]/u)
        if (piece.is === 'known') expect(passages).toContainEqual({ ...piece, is: undefined })
      }
    }),
  )
})

test('of passages that overlap the longest counts, and no surrogate pair is split', () => {
  const text = 'ab 👟 cd'
  const passages = [
    { start: 0, end: 1, meaning: 'short' },
    { start: 0, end: 2, meaning: 'long' },
    { start: 4, end: 5, meaning: 'half a shoe' },
    { start: 6, end: 99, meaning: 'beyond the text' },
  ]
  expect(coverText(text, passages)).toEqual([
    { is: 'known', start: 0, end: 2, meaning: 'long' },
    { is: 'plain', start: 2, end: 6 },
    { is: 'unknown', start: 6, end: 8 },
  ])
})
