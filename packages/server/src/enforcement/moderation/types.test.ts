import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseUrl } from '../../listings/ingest/index.ts'
import {
  candidateIds,
  newPuid,
  listingKeyOf,
  notifierTypeOf,
  concernsLifeSafety,
  urgenciesOf,
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

test('any address or number gives storable candidates, and one key', () => {
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

test('threats to life come first, then trusted flaggers, then the marketplace’s own programme', () => {
  const notifierTypes = ['trusted-flagger', 'programme-member', 'normal'] as const
  const all = [true, false].flatMap((lifeSafety) =>
    notifierTypes.map((notifierType) => ({ notifierType, lifeSafety })),
  )
  expect(all.toReversed().toSorted((a, b) => urgencyOf(a) - urgencyOf(b))).toEqual(all)
  for (const one of all) {
    const urgency = urgencyOf(one)
    expect([notifierTypeOf(urgency), concernsLifeSafety(urgency)]).toEqual([
      one.notifierType,
      one.lifeSafety,
    ])
    expect(urgenciesOf({ notifierType: one.notifierType, lifeSafety: true })).toEqual([
      urgencyOf({ notifierType: one.notifierType, lifeSafety: true }),
    ])
    expect(urgenciesOf({ notifierType: one.notifierType, lifeSafety: false })).toContain(urgency)
  }
  expect(urgenciesOf({ lifeSafety: false })).toBeUndefined()
})

test('the number of a statement never looks like that of a card, and is another each time', () => {
  const numbers = Array.from({ length: 100 }, newPuid)
  expect(new Set(numbers).size).toBe(100)
  for (const number of numbers) expect(number).toMatch(/^[a-p]{32}$/)
})
