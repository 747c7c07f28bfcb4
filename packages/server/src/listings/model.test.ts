import { expect, test } from 'vitest'
import { changedFields, contentHash, judgedHash } from './model.ts'

const offer = { id: '1', title: 'Velmoraq bag', price: { amount: '9', currency: 'EUR' } }

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
