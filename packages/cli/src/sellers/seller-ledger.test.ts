import { Portfolio, type PortfolioEntry } from '@touchstone/recognition'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SellerRow } from '../stream/index.ts'
import { SellerLedger } from './seller-ledger.ts'

const entries: fc.Arbitrary<PortfolioEntry> = fc.record({
  brand: fc.constantFrom('a', 'b', 'c'),
  level: fc.integer({ min: 0, max: 7 }),
  price: fc.constantFrom('1 USD', '2 USD'),
  marks: fc.subarray(['choices', 'signs'] as const),
})

const rows = fc.array(
  fc.record({
    marketplace: fc.constantFrom(undefined, 'plaza', 'PLAZA'),
    seller: fc.constantFrom('one', 'One', 'two'),
    listing: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
    entry: entries,
  }),
  { maxLength: 60 },
)

const readAll = (all: readonly Omit<SellerRow, 'line'>[]) => {
  const ledger = new SellerLedger(Portfolio)
  for (const [at, row] of all.entries()) ledger.add({ ...row, line: at + 1 })
  return ledger.finish()
}

test('a listing counts once, in any order of the rows, for its seller on its marketplace alone', () => {
  fc.assert(
    fc.property(rows, fc.array(fc.nat()), (all, order) => {
      const shuffled = all
        .map((row, at) => ({ row, key: order[at] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row)
      const lines = [...readAll(all).lines()]
      expect([...readAll(shuffled).lines()]).toEqual(lines)
      const groups = Map.groupBy(all, ({ marketplace = '', seller }) => `${marketplace}/${seller}`)
      expect(lines).toHaveLength(groups.size)
      for (const { marketplace = '', seller, listings, probability } of lines) {
        const own = groups.get(`${marketplace}/${seller}`) ?? []
        expect(listings).toBe(new Set(own.map(({ listing }) => listing)).size)
        expect(probability).toBeGreaterThan(0)
      }
      const probabilities = lines.map(({ probability }) => probability)
      expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a))
    }),
  )
})

test('the lines of a block get what the seller’s other listings say', () => {
  const entry = (at: number): PortfolioEntry => ({ brand: 'abcde'[at % 5]!, level: 1, marks: [] })
  const listings = Array.from({ length: 10 }, (_, at) => ({
    marketplace: undefined,
    seller: at === 4 ? 'other' : 'one',
    listing: String(at),
    entry: entry(at),
  }))
  const portfolios = readAll(listings)
  expect(portfolios.counts).toEqual({ sellers: 2, flagged: 1 })
  const bytes = Uint8Array.from(Buffer.from('{}\n{}\n{}\n'))
  const ofLines = portfolios.ofBlock({ kind: 'lines', bytes, firstLine: 4 })
  const others = (own: number) =>
    new Portfolio(
      listings.filter(({ seller }, at) => seller === 'one' && at !== own).map((row) => row.entry),
    ).summary()
  expect(ofLines?.get(4)).toEqual(others(3))
  expect(ofLines?.has(5)).toBe(false)
  expect(ofLines?.get(6)).toEqual(others(5))
})
