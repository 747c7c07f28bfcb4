import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance } from './edit-distance.ts'

/** The whole table, without limits. */
function distanceByTable(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, i) =>
    Array.from({ length: other.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  for (let i = 1; i <= one.length; i++)
    for (let j = 1; j <= other.length; j++) {
      const costs = [
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
        table[i - 1]![j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1),
      ]
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        costs.push(table[i - 2]![j - 2]! + 1)
      table[i]![j] = Math.min(...costs)
    }
  return table[one.length]![other.length]!
}

const word = fc.string({ unit: fc.constantFrom(...'abcl'), maxLength: 9 })

/** Every word that one edit makes of a word over a small alphabet. */
function oneEdit(text: string): Set<string> {
  const edits = new Set<string>()
  for (let i = 0; i <= text.length; i++) {
    const [before, after] = [text.slice(0, i), text.slice(i)]
    if (after !== '') edits.add(before + after.slice(1))
    for (const letter of 'abcl') {
      edits.add(before + letter + after)
      if (after !== '') edits.add(before + letter + after.slice(1))
    }
    if (after.length > 1) edits.add(before + after.charAt(1) + after.charAt(0) + after.slice(2))
  }
  return edits
}

describe('edit distance', () => {
  it('is one exactly for words that one edit makes', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b, 2)
        expect(distance === 0).toBe(a === b)
        expect(distance <= 1).toBe(a === b || oneEdit(a).has(b))
      }),
      { numRuns: 3000 },
    )
  })

  it('is the same both ways and never above its bound by more than one', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
        const distance = editDistance(a, b, most)
        expect(distance).toBe(editDistance(b, a, most))
        expect(distance).toBeLessThanOrEqual(most + 1)
      }),
    )
  })

  it('the edit distance is that of the whole table, up to its limit', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 9 }), (one, other, most) => {
        expect(editDistance(one, other, most)).toBe(Math.min(distanceByTable(one, other), most + 1))
      }),
    )
  })

  it('texts longer than any before are compared as well', () => {
    expect(editDistance('a'.repeat(500), `b${'a'.repeat(498)}b`, 3)).toBe(2)
  })
})
