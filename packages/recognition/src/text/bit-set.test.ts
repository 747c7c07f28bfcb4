import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BitSet } from './bit-set.ts'

describe('a set of bits', () => {
  it('contains every hash that was added', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 3, max: 20 }), (hashes, log2) => {
        const set = new BitSet(log2)
        for (const hash of hashes) set.add(hash)
        expect(hashes.every((hash) => set.has(hash))).toBe(true)
      }),
    )
  })

  it('gives few false positives while a tenth of it is full', () => {
    const set = new BitSet(16)
    for (let hash = 0; hash < 3_300; hash++) set.add(hash)
    let wrong = 0
    for (let hash = 1_000_000; hash < 1_010_000; hash++) if (set.has(hash)) wrong++
    expect(wrong).toBeLessThan(200)
  })
})
