import type { Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedFields, fingerprints, isInShare } from './types.ts'

const contentHash = (listing: Listing): Buffer => fingerprints(listing).content
const judgedHash = (listing: Listing): Buffer => fingerprints(listing).judged

const bag = { id: '1', title: 'Velmoraq bag', price: { amount: '9', currency: 'EUR' } }

test('a listing seen again later is the same listing, and with another price it is not', () => {
  const later = { ...bag, observedAt: '2026-11-25T10:00:00Z' }
  expect(contentHash(later)).toEqual(contentHash(bag))
  const dearer = { ...bag, price: { amount: '10', currency: 'EUR' } }
  expect(contentHash(dearer)).not.toEqual(contentHash(bag))
  expect(changedFields(bag, { ...dearer, quantity: 2 })).toEqual(['price', 'quantity'])
  expect(changedFields(bag, later)).toEqual([])
})

test('a price is the same however many zeros it is written with', () => {
  const priced = (amount: string): Listing => ({
    ...bag,
    price: { amount, currency: 'EUR' },
    variants: [{ name: 'red', price: { amount, currency: 'EUR' } }],
  })
  const amount = fc.tuple(fc.nat(), fc.stringMatching(/^[0-9]{0,6}$/), fc.nat({ max: 5 }))
  fc.assert(
    fc.property(amount, amount, ([a, fa, za], [b, fb, zb]) => {
      const [one, other] = [
        [a, fa, za],
        [b, fb, zb],
      ].map(([whole, fraction, zeros]) => {
        const digits = `${fraction}${'0'.repeat(Number(zeros))}`
        return `${'0'.repeat(Number(zeros))}${whole}${digits === '' ? '' : `.${digits}`}`
      }) as [string, string]
      const same = Number(one) === Number(other)
      expect(contentHash(priced(one)).equals(contentHash(priced(other)))).toBe(same)
      expect(changedFields(priced(one), priced(other))).toEqual(same ? [] : ['price', 'variants'])
    }),
    {
      examples: [
        [
          [78, '', 0],
          [78, '00', 0],
        ],
        [
          [0, '', 0],
          [0, '', 2],
        ],
        [
          [7, '5', 0],
          [7, '50', 1],
        ],
      ],
    },
  )
  expect(judgedHash(priced('78'))).not.toEqual(judgedHash(priced('78.00')))
})

test('listings are assessed alike under other IDs, but not on other marketplaces or days', () => {
  expect(judgedHash({ ...bag, id: '2', url: 'https://shop.example/2' })).toEqual(judgedHash(bag))
  expect(judgedHash({ ...bag, marketplace: 'market-b' })).not.toEqual(judgedHash(bag))
  const hashAt = (observedAt: string): Buffer => judgedHash({ ...bag, observedAt })
  expect(hashAt('2026-11-25T10:00:00Z')).toEqual(hashAt('2026-11-25T23:00:00Z'))
  expect(hashAt('2026-11-26T10:00:00Z')).not.toEqual(hashAt('2026-11-25T10:00:00Z'))
})

test('a field of the sender’s own that is called day is content like any other', () => {
  expect(judgedHash({ ...bag, day: 'monday' })).not.toEqual(judgedHash(bag))
})

test('a share of the listings is always the same, and about as large as requested', () => {
  const names = Array.from({ length: 4000 }, (_, at) => `offer ${at}`)
  const chosen = names.filter((name) => isInShare(name, 0.1))
  expect(chosen.length).toBeGreaterThan(300)
  expect(chosen.length).toBeLessThan(500)
  expect(names.filter((name) => isInShare(name, 0.1))).toEqual(chosen)
  // Listings in a small share are in every larger one.
  expect(chosen.every((name) => isInShare(name, 0.2))).toBe(true)
  expect(names.filter((name) => isInShare(name, 0))).toEqual([])
  expect(names.filter((name) => isInShare(name, 1))).toEqual(names)
})
