import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startKernel } from '../kernel/kernel.ts'
import { Postings } from './postings.ts'

const words = 40
const most = 2
const pictures = 31

interface Entry {
  word: number
  half: number
  picture: number
}

const bits = (value: number): number => (value >>> 0).toString(2).replaceAll('0', '').length

/** The kernel's sum, computed plainly. */
function plainly(entries: readonly Entry[], query: readonly Entry[], total: number) {
  const scores = new Map<number, number>()
  for (let feature = 0; feature < query.length; feature += most) {
    const hits = query
      .slice(feature, feature + most)
      .flatMap(({ word, half }) =>
        entries
          .filter((entry) => entry.word === word && bits(entry.half ^ half) <= 9)
          .map((entry) => ({ picture: entry.picture, distance: bits(entry.half ^ half) })),
      )
    const own = entries.filter(({ word }) => word === query[feature]?.word).length
    const other = entries.filter(({ word }) => word === query[feature + 1]?.word).length
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

function looked(postings: Postings, query: readonly Entry[], total: number, wanted = pictures) {
  return postings.score(
    Int32Array.from(query, ({ word }) => word),
    Uint32Array.from(query, ({ half }) => half),
    { most, total, wanted },
  )
}

// Few bits, so that many halves are near each other.
const half = fc.integer({ min: 0, max: 0x3fff }).map((value) => value * 0x10001)
const entry = fc.record({
  word: fc.integer({ min: 0, max: words - 1 }).map((word) => Math.floor(word ** 2 / words)),
  half,
  picture: fc.nat(pictures - 1),
})

test('the first results are those with the highest sum over all entries, as entries come and go', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 1200 }),
      fc.array(entry, { minLength: 2, maxLength: 80 }),
      fc.uniqueArray(fc.nat(pictures - 1), { maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: pictures, maxLength: pictures }),
      fc.integer({ min: 1, max: pictures }),
      (entries, some, gone, norms, wanted) => {
        const query = some.slice(0, some.length - (some.length % most))
        const postings = new Postings(words)
        norms.forEach((norm, picture) => postings.setNorm(picture, norm))
        for (const { word, half, picture } of entries) postings.add(word, half, picture)
        const check = (there: readonly Entry[]): void => {
          const scores = new Map(
            [...plainly(there, query, entries.length)].map(([picture, score]) => [
              picture,
              score / (norms[picture] ?? 1),
            ]),
          )
          const highest = [...scores.values()].sort((a, b) => b - a).slice(0, wanted)
          const results = looked(postings, query, entries.length, wanted)
          expect(new Set(results.map(({ picture }) => picture)).size).toBe(highest.length)
          for (const [i, { picture, score }] of results.entries()) {
            expect(Math.abs(score - highest[i]!)).toBeLessThan(1e-4 * (1 + score))
            expect(Math.abs(score - scores.get(picture)!)).toBeLessThan(1e-4 * (1 + score))
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

test('pictures with equal scores are ordered by number', () => {
  const postings = new Postings(words)
  for (const picture of [7, 3, 12, 1]) {
    postings.setNorm(picture, 2)
    postings.add(5, 0, picture)
  }
  const query = [5, 6].map((word) => ({ word, half: 0, picture: 0 }))
  const results = looked(postings, query, 100, 3)
  expect(results.map(({ picture }) => picture)).toEqual([1, 3, 7])
})

test('where lists are long words with few entries are looked up alone', () => {
  const postings = new Postings(words)
  for (let picture = 0; picture < 1100; picture++) postings.setNorm(picture, 1)
  for (let i = 0; i < 500_000; i++) postings.add(0, 0, i % 1000)
  for (let i = 0; i < 100; i++) postings.add(1, 0, 1000 + i)
  const query = [0, 1].map((word) => ({ word, half: 0, picture: 0 }))
  const results = looked(postings, query, 500_100, 1100)
  expect(results.every(({ picture }) => picture >= 1000)).toBe(true)
  expect(results.length).toBe(100)
})

/** The words that stay, those of one price together, by sorting all of them. */
function cheapestPlainly(query: readonly number[], lengths: readonly number[], budget: number) {
  const priced = query.map((word, i) => {
    const length = lengths[word] ?? 0
    const weaker = Math.fround(1 + Math.fround(Math.floor(i / most) / 800))
    const price = Math.fround(length * weaker) * (i % most === 0 ? 1 : 2)
    return { word, length, price: Math.floor(price) }
  })
  let left = budget
  const beyond = priced
    .toSorted((a, b) => a.price - b.price)
    .find(({ length }) => (left -= length) < 0)
  return priced.map(({ word, price }) => (price < (beyond?.price ?? Infinity) ? word : -1))
}

test('the kernel keeps the words that sorting them by their prices keeps', () => {
  const lengths = fc.array(fc.nat(500), { minLength: words, maxLength: words })
  const queries = fc.array(fc.nat(words - 1), { minLength: most, maxLength: 60 })
  fc.assert(
    fc.property(lengths, queries, fc.nat(6000), (of, some, budget) => {
      const features = Math.floor(some.length / most)
      const kernel = startKernel()
      const counts = kernel.placeLists(words) + 4 * words
      const [at, room] = [kernel.take(4 * some.length), kernel.take(8 * some.length + 32)]
      new Uint32Array(kernel.memory.buffer, counts, words).set(of)
      const buffer = new Int32Array(kernel.memory.buffer, at, features * most)
      buffer.set(some.slice(0, buffer.length))
      kernel.keepCheap(at, features, most, budget, room)
      expect([...buffer]).toEqual(cheapestPlainly(some.slice(0, buffer.length), of, budget))
    }),
  )
})
