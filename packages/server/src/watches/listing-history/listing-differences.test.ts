import type { Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differencesOf } from './listing-differences.ts'

const bag: Listing = {
  id: '1',
  title: 'Bag',
  price: { amount: '78.00', currency: 'EUR' },
  seller: { id: 's', name: 'Shop' },
  attributes: { colour: 'red', material: 'leather' },
  images: [{ url: 'https://shop.example/1.jpg' }, { url: 'https://shop.example/2.jpg' }],
}

test('each field that differs is named, members one by one', () => {
  const after: Listing = {
    ...bag,
    title: 'Bag, used',
    price: { amount: '40', currency: 'EUR' },
    attributes: { colour: 'red', size: 'small' },
    condition: 'used',
    images: [{ url: 'https://shop.example/2.jpg' }, { url: 'https://shop.example/3.jpg' }],
  }
  expect(differencesOf(bag, after)).toEqual([
    { field: 'attributes/material', before: 'leather' },
    { field: 'attributes/size', after: 'small' },
    { field: 'condition', after: 'used' },
    {
      field: 'images',
      before: [{ url: 'https://shop.example/1.jpg' }],
      after: [{ url: 'https://shop.example/3.jpg' }],
    },
    { field: 'price/amount', before: '78.00', after: '40' },
    { field: 'title', before: 'Bag', after: 'Bag, used' },
  ])
})

test('how it was found, the spelling of a price and the order of pictures are no difference', () => {
  const after: Listing = {
    ...bag,
    observedAt: '2026-01-01T00:00:00Z',
    sources: [{ kind: 'watch', url: 'https://shop.example/1' }],
    price: { amount: '78', currency: 'EUR' },
    images: [...bag.images!].reverse(),
  }
  expect(differencesOf(bag, after)).toEqual([])
})

const texts = fc.tuple(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'grapheme' }),
  fc.string(),
)

test('of a long text the part that differs is stored, from which the new text follows', () => {
  const long = 'A plain sentence about a bag. '.repeat(40)
  fc.assert(
    fc.property(texts, texts, ([a, b, c], [d, e, f]) => {
      const before = `${a}${long}${b}${long}${c}`
      const after = `${d}${long}${e}${long}${f}`
      const [difference] = differencesOf(
        { ...bag, description: before },
        { ...bag, description: after },
      )
      if (difference === undefined) return expect(after).toBe(before)
      const {
        before: left,
        after: came,
        offset,
      } = difference as {
        before: string
        after: string
        offset: number
      }
      const rest = before.slice(offset + left.length)
      expect(before.slice(offset, offset + left.length)).toBe(left)
      expect(before.slice(0, offset) + came + rest).toBe(after)
      expect(left.isWellFormed() && came.isWellFormed()).toBe(true)
    }),
  )
  const [small] = differencesOf(
    { ...bag, description: `${long}red${long}` },
    { ...bag, description: `${long}blue${long}` },
  )
  expect(String(small!.after).length).toBeLessThan(100)
  expect(String(small!.after)).toContain('blue')
})

test('equal listings do not differ, and differing ones name a field of either', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  const listings = fc
    .dictionary(fc.constantFrom('category', 'attributes', 'images', 'extra'), value)
    .map((more): Listing => ({ id: '1', title: 'Bag', ...(more as object) }))
  fc.assert(
    fc.property(listings, listings, (one, other) => {
      expect(differencesOf(one, structuredClone(one))).toEqual([])
      for (const { field } of differencesOf(one, other)) {
        expect({ ...one, ...other }).toHaveProperty([field.split('/')[0]!])
      }
    }),
  )
})
