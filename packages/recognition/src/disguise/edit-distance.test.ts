import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deletionHashes, editDistance, wordHash } from './edit-distance.ts'

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
})

describe('hashes without a letter', () => {
  it('are those of the words without that letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcxyz'), maxLength: 30 }), (text) => {
        const units = Uint16Array.from(text, (char) => char.charCodeAt(0))
        const hashes = new Int32Array(41)
        deletionHashes(text.length, units, hashes)
        expect(hashes[0]).toBe(wordHash(text))
        for (let i = 0; i < text.length; i++)
          expect(hashes[i + 1]).toBe(wordHash(text.slice(0, i) + text.slice(i + 1)))
      }),
    )
  })
})
