import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Postings } from './postings.ts'

const words = 40
const most = 2

interface Entry {
  word: number
  half: number
  picture: number
}

const bits = (value: number): number => (value >>> 0).toString(2).replaceAll('0', '').length

/** What the kernel adds up, said plainly. */
function plainly(entries: readonly Entry[], asked: readonly Entry[], total: number) {
  const scores = new Map<number, number>()
  for (let feature = 0; feature < asked.length; feature += most) {
    const hits = asked
      .slice(feature, feature + most)
      .flatMap(({ word, half }) =>
        entries
          .filter((entry) => entry.word === word && bits(entry.half ^ half) <= 9)
          .map((entry) => ({ picture: entry.picture, distance: bits(entry.half ^ half) })),
      )
    const own = entries.filter(({ word }) => word === asked[feature]?.word).length
    const other = entries.filter(({ word }) => word === asked[feature + 1]?.word).length
    const rarity = Math.log(1 + total / (1 + (own || other))) ** 2
    for (const { picture, distance } of hits) {
      const alike = hits.filter((hit) => hit.picture === picture).length
      if (alike > 12) continue
      const near = Math.exp(-(distance ** 2) / 64)
      scores.set(picture, (scores.get(picture) ?? 0) + (rarity * near) / Math.sqrt(alike))
    }
  }
  return scores
}

function looked(postings: Postings, asked: readonly Entry[], total: number, pictures: number) {
  const scores = new Map<number, number>()
  postings.look(
    Int32Array.from(asked, ({ word }) => word),
    Uint32Array.from(asked, ({ half }) => half),
    { most, total, pictures },
    (picture, score) => scores.set(picture, score),
  )
  return scores
}

// Few bits, so that many halves are near each other.
const half = fc.integer({ min: 0, max: 0x3fff }).map((value) => value * 0x10001)
const entry = fc.record({
  word: fc.integer({ min: 0, max: words - 1 }).map((word) => Math.floor(word ** 2 / words)),
  half,
  picture: fc.nat(30),
})

test('pictures score what adding up all entries one by one gives, as they come and go', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 1200 }),
      fc.array(entry, { minLength: 2, maxLength: 20 }),
      fc.uniqueArray(fc.nat(30), { maxLength: 10 }),
      (entries, some, gone) => {
        const asked = some.slice(0, some.length - (some.length % most))
        const postings = new Postings(words)
        for (const { word, half, picture } of entries) postings.add(word, half, picture)
        const check = (there: readonly Entry[]): void => {
          const wanted = plainly(there, asked, entries.length)
          const found = looked(postings, asked, entries.length, 31)
          expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort())
          for (const [picture, score] of wanted) {
            const error = Math.abs((found.get(picture) ?? 0) - score)
            expect(error).toBeLessThan(1e-4 * (1 + score))
          }
        }
        check(entries)
        check(entries)
        for (const picture of gone)
          for (let word = 0; word < words; word++) postings.remove(word, picture)
        check(entries.filter(({ picture }) => !gone.includes(picture)))
      },
    ),
    { numRuns: 100 },
  )
})

test('where lists are long the rarest words are looked up alone', () => {
  const postings = new Postings(words)
  for (let i = 0; i < 500_000; i++) postings.add(0, 0, i % 1000)
  for (let i = 0; i < 100; i++) postings.add(1, 0, 1000 + i)
  const asked = [0, 1].map((word) => ({ word, half: 0, picture: 0 }))
  const found = looked(postings, asked, 500_100, 1100)
  expect([...found.keys()].every((picture) => picture >= 1000)).toBe(true)
  expect(found.size).toBe(100)
})
