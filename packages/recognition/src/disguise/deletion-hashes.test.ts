import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deletionHashes, wordHash } from './deletion-hashes.ts'

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
