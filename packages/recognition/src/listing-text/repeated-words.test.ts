import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalog, Listing } from '#contract'
import { expect, test, vi } from 'vitest'
import { compile } from '../index.ts'
import { RepeatedWords } from './repeated-words.ts'

const samples = join(import.meta.dirname, '../../../../samples')
const catalog = JSON.parse(readFileSync(join(samples, 'catalog.json'), 'utf8')) as Catalog
const listings = readFileSync(join(samples, 'listings.ndjson'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Listing)

test('words are read once and again when any of them changes', () => {
  const words = new RepeatedWords<string>()
  const find = vi.fn(() => 'found')
  const listing: Listing = { id: '1', title: 'Velmoraq bag', brand: 'Velmoraq' }
  for (let i = 0; i < 5; i++) words.recall({ ...listing, id: String(i) }, find)
  // The first is noted only, the second is kept.
  expect(find).toHaveBeenCalledTimes(2)
  for (const other of [{ brand: 'Quillaby' }, { category: 'bags' }, { description: 'new' }])
    words.recall({ ...listing, ...other }, find)
  expect(find).toHaveBeenCalledTimes(5)
})

test('listings with other words are read each time', () => {
  const words = new RepeatedWords<string>()
  const find = vi.fn(() => 'found')
  for (let i = 0; i < 5; i++)
    words.recall({ id: '1', title: 'Velmoraq bag', reviews: [{ text: 'fake' }] }, find)
  expect(find).toHaveBeenCalledTimes(5)
})

test('readings that are of no use are kept no longer', () => {
  const words = new RepeatedWords<number>()
  const times = 1 << 17
  let read = 0
  // A file of more titles than are kept, over and over.
  for (let i = 0; i < times; i++)
    words.recall({ id: '1', title: `bag ${i % 50_000}` }, () => read++)
  expect(read).toBe(times)
})

test('an assessment is the same whether its words were read before or are read now', () => {
  const screener = compile(catalog, { asOf: '2026-12-01T00:00:00.000Z' })
  const prices = ['20', '95', '4000'].map((amount) => ({ amount, currency: 'USD' }))
  for (const { images: _, variants: _v, reviews: _r, attributes: _a, ...listing } of listings)
    for (const price of [...prices, undefined]) {
      // An empty list of pictures says nothing, but keeps the words from being remembered.
      const read = screener.screen({ ...listing, price, images: [] })
      expect(screener.screen({ ...listing, price })).toEqual(read)
    }
})
