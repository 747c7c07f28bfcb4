import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, changedFields, contentHash, judgedHash } from './model.ts'

const offer = { id: '1', title: 'Velmoraq bag', price: { amount: '9', currency: 'EUR' } }

test('canonical JSON means the same value, whatever the order of names', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
    }),
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]))
}

test('an offer seen again later is the same offer, with another price it is not', () => {
  const later = { ...offer, observedAt: '2026-11-25T10:00:00Z' }
  expect(contentHash(later)).toEqual(contentHash(offer))
  const dearer = { ...offer, price: { amount: '10', currency: 'EUR' } }
  expect(contentHash(dearer)).not.toEqual(contentHash(offer))
  expect(changedFields(offer, { ...dearer, quantity: 2 })).toEqual(['price', 'quantity'])
  expect(changedFields(offer, later)).toEqual([])
})

test('offers are judged alike under other ids, but not on other marketplaces or days', () => {
  expect(judgedHash({ ...offer, id: '2', url: 'https://shop.example/2' })).toEqual(
    judgedHash(offer),
  )
  expect(judgedHash({ ...offer, marketplace: 'market-b' })).not.toEqual(judgedHash(offer))
  const seen = (observedAt: string): Buffer => judgedHash({ ...offer, observedAt })
  expect(seen('2026-11-25T10:00:00Z')).toEqual(seen('2026-11-25T23:00:00Z'))
  expect(seen('2026-11-26T10:00:00Z')).not.toEqual(seen('2026-11-25T10:00:00Z'))
})
