import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isConsistent, isIncluded, leafHash, MerkleLog } from './index.ts'
import { naivePath, naiveProof, naiveRoot } from './test/reference-tree.ts'

const entriesOf = (size: number): Buffer[] =>
  Array.from({ length: size }, (_, index) => Buffer.from(`entry ${index}`))

function logOf(entries: readonly Buffer[]): MerkleLog {
  const log = new MerkleLog()
  for (const entry of entries) log.append(entry)
  return log
}

test('roots and proofs of every log up to 40 entries are what RFC 9162 defines', () => {
  const entries = entriesOf(40)
  const log = logOf(entries)
  for (let size = 0; size <= entries.length; size++) {
    const some = entries.slice(0, size)
    expect(log.root(size)).toEqual(naiveRoot(some))
    for (let index = 0; index < size; index++) {
      expect(log.inclusionProof(index, size)).toEqual(naivePath(index, some))
      expect(log.consistencyProof(index + 1, size)).toEqual(naiveProof(index + 1, some))
    }
  }
})

test('the vectors of Certificate Transparency’s reference logs pass', () => {
  const log = logOf(
    [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ].map((hex) => Buffer.from(hex, 'hex')),
  )
  expect(log.root(1).toString('hex')).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  )
  expect(log.root(8).toString('hex')).toBe(
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  )
})

const places = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat())
  .map(([size, a, b]) => ({ size, index: a % size, first: 1 + (b % size) }))
const entries = entriesOf(300)
const log = logOf(entries)

test('a proof convinces of the entry and the log it was made for, and of no other', () => {
  fc.assert(
    fc.property(places, fc.nat(), ({ size, index, first }, salt) => {
      const inclusion = {
        leaf: leafHash(entries[index]!),
        index,
        size,
        path: log.inclusionProof(index, size),
        root: log.root(size),
      }
      expect(isIncluded(inclusion)).toBe(true)
      const other = salt % size
      if (other !== index) {
        expect(isIncluded({ ...inclusion, index: other })).toBe(false)
        expect(isIncluded({ ...inclusion, leaf: leafHash(entries[other]!) })).toBe(false)
      }
      expect(isIncluded({ ...inclusion, path: [...inclusion.path, inclusion.root] })).toBe(false)
      if (size > 1) expect(isIncluded({ ...inclusion, path: inclusion.path.slice(1) })).toBe(false)
      const consistency = {
        first: { size: first, root: log.root(first) },
        second: { size, root: log.root(size) },
        path: log.consistencyProof(first, size),
      }
      expect(isConsistent(consistency)).toBe(true)
      const flipped = Buffer.from(consistency.first.root)
      flipped[salt % 32]! ^= 1 << (salt % 8)
      expect(isConsistent({ ...consistency, first: { size: first, root: flipped } })).toBe(false)
      expect(isConsistent({ ...consistency, path: [...consistency.path, flipped] })).toBe(false)
    }),
  )
})

test('a log whose entries were put in another order is not the one that grew', () => {
  fc.assert(
    fc.property(places, ({ size, index, first }) => {
      const swapped = entries.slice(0, size)
      const other = (index + 1) % size
      ;[swapped[index], swapped[other]] = [swapped[other]!, swapped[index]!]
      if (size < 2 || Math.min(index, other) >= first) return
      const rewritten = logOf(swapped)
      const known = { size: first, root: log.root(first) }
      const claim = { size, root: rewritten.root() }
      const path = rewritten.consistencyProof(first)
      expect(isConsistent({ first: known, second: claim, path })).toBe(false)
    }),
    { numRuns: 60 },
  )
})
