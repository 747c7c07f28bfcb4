import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  candidateIds,
  newPuid,
  normaliseUrl,
  listingKeyOf,
  senderTierOf,
  urgencyOf,
} from './types.ts'

const place = (url: string, ...identifiers: string[]) => ({ urls: [url], identifiers })

test.each([
  ['https://pasar.example/item/4711', '4711'],
  ['https://pasar.example/item/brown-bag-4711.html?utm_source=x', '4711'],
  ['https://pasar.example/product?id=B0-17', 'B0-17'],
  ['https://pasar.example/toko/tas%20coklat', 'tas coklat'],
  ['https://pasar.example/Bag-i.12.4711', '4711'],
])('%s is looked for as %s', (url, id) => {
  expect(candidateIds(place(url))).toContain(id)
})

test.each([
  ['https://Pasar.example/Item/1/', 'https://pasar.example/item/1'],
  ['https://pasar.example/item/1?utm_campaign=x&a=1', 'https://pasar.example/item/1?a=1#top'],
  ['https://pasar.example/item?b=2&a=1', 'https://pasar.example/item?a=1&b=2'],
])('%s leads to the same page as %s', (one, other) => {
  expect(normaliseUrl(one)).toBe(normaliseUrl(other))
})

test('any address or number gives candidates that the store can hold, and one key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), fc.string(), (text, url, number) => {
      for (const one of [place(text, number), place(`${url}/${text}`)]) {
        const ids = candidateIds(one)
        expect(ids.length).toBeLessThanOrEqual(200)
        for (const id of ids) {
          expect(id.includes('\0') || !id.isWellFormed() || id.length > 200 || id === '').toBe(
            false,
          )
        }
        expect(listingKeyOf(one, undefined)).toMatch(/^(unknown|[0-9a-f]{64})$/)
        expect(listingKeyOf(one, undefined)).toBe(listingKeyOf(one, undefined))
      }
      expect(normaliseUrl(normaliseUrl(url))).toBe(normaliseUrl(normaliseUrl(url)))
    }),
    { numRuns: 200 },
  )
})

test('flaggers come before all others, and each before the same without a threat to life', () => {
  const ranks = ['trusted-flagger', 'house', 'normal'] as const
  const all = ranks.flatMap((rank) => [true, false].map((lifeSafety) => ({ rank, lifeSafety })))
  const order = all.toSorted((a, b) => urgencyOf(a) - urgencyOf(b))
  expect(order.slice(0, 2).map(({ rank }) => rank)).toEqual(['trusted-flagger', 'trusted-flagger'])
  expect(order.slice(2, 4).every(({ lifeSafety }) => lifeSafety)).toBe(true)
  for (const rank of ['trusted-flagger', 'house', 'normal'] as const) {
    expect(senderTierOf(urgencyOf({ rank, lifeSafety: false }))).toBe(rank)
  }
})

test('the number of a statement never looks like that of a card, and is another each time', () => {
  const numbers = Array.from({ length: 100 }, newPuid)
  expect(new Set(numbers).size).toBe(100)
  for (const number of numbers) expect(number).toMatch(/^[a-p]{32}$/)
})
