import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Assessment, type Catalog, type Listing } from '#contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, fullAssessment, leanScreener, wordAssessment, wordScreener } from './index.ts'

const samples = join(import.meta.dirname, '../../../samples')
const catalog = JSON.parse(readFileSync(join(samples, 'catalog.json'), 'utf8')) as Catalog
const listings = readFileSync(join(samples, 'listings.ndjson'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Listing)
const screener = compile(catalog, { asOf: '2026-12-01T00:00:00.000Z' })
const [lean, full] = [leanScreener(screener), wordScreener(screener)]

const stored = (assessment: Assessment): Assessment =>
  JSON.parse(JSON.stringify(assessment)) as Assessment

test('a lean assessment of each sample listing has all of the full one, to the byte', () => {
  let [short, long] = [0, 0]
  for (const listing of listings) {
    const written = JSON.stringify(lean.screen(listing))
    const whole = JSON.stringify(full.screen(listing))
    const row = JSON.parse(written) as Assessment
    expect(Assessment.safeParse(row).success).toBe(true)
    expect(written).not.toContain('"detail":')
    expect(JSON.stringify(fullAssessment(row, listing))).toBe(whole)
    short += written.length
    long += whole.length
  }
  expect(short / long).toBeLessThan(0.6)
})

test('a full assessment stays as it is', () => {
  for (const listing of listings.slice(0, 200)) {
    const whole = full.screen(listing)
    expect(JSON.stringify(fullAssessment(stored(whole), listing))).toBe(JSON.stringify(whole))
  }
})

const text = fc.oneof(
  fc.constantFrom(
    'Velmoraq bag replica 1:1',
    '高仿 Velmoraq 包 加V: abc123',
    'V.e.l.m.o.r.a.q AAA',
    'Quillaby \u{1F45C} copy grade A',
    'no replica, original',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

test('whatever a listing says and leaves out, the full assessment is restored', () => {
  const listing = fc.record(
    {
      id: fc.string({ minLength: 1, maxLength: 10 }),
      title: text.filter((one) => one.trim() !== ''),
      marketplace: fc.constantFrom('market-a', 'market-b'),
      description: text,
      brand: text,
      category: text,
      attributes: fc.dictionary(fc.constantFrom('Model', 'a/b', '__proto__', '0'), text),
      variants: fc.array(fc.record({ name: text }), { maxLength: 3 }),
      reviews: fc.array(fc.record({ text }), { maxLength: 3 }),
      quantity: fc.nat(1000),
      price: fc.record({
        amount: fc.nat(5000).map(String),
        currency: fc.constantFrom('USD', 'IDR', 'THB'),
      }),
    },
    { requiredKeys: ['id', 'title'] },
  )
  fc.assert(
    fc.property(listing, (given) => {
      const read = JSON.parse(JSON.stringify(given)) as Listing
      const row = stored(lean.screen(read))
      expect(JSON.stringify(fullAssessment(row, read))).toBe(JSON.stringify(full.screen(read)))
    }),
  )
})

test('weights and families that are not the usual ones are written', () => {
  const own = compile(catalog, {
    weights: { id: 'own', intercept: -3, families: {}, codes: {} } as never,
  })
  const [listing] = listings
  if (listing === undefined) throw new Error('no sample')
  const row = stored(leanScreener(own).screen(listing))
  expect(row.baseRate).toBeDefined()
  expect(fullAssessment(row, listing)).toEqual(wordAssessment(own.screen(listing)))
})
