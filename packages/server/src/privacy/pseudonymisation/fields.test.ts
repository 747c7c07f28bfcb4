import { parseListing, type Assessment, type Listing } from '@touchstone/contract'
import { wordAssessment } from '@touchstone/recognition'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assessmentWithoutPersonalFields, assessmentWithoutSeller } from './assessment.ts'
import { withoutPersonalFields, withoutSeller } from './fields.ts'
import { maskContacts, maskOfSeller } from './masks.ts'
import { processorMs } from '@touchstone/recognition/testing/processor-time'

const seller = {
  id: 'shop-4711',
  name: 'Lumira Bags',
  country: 'DE',
  identifiers: [{ type: 'wechat' as const, value: 'lumira_88' }],
}
const listing: Listing = {
  id: '1',
  marketplace: 'bazaar',
  url: 'https://bazaar.example/shop-4711/1',
  title: 'Velmoraq bag by LUMIRA BAGS',
  description: 'Ask lumira_88, mail ana@lumira.example or +49 30 1234567.',
  price: { amount: '40', currency: 'EUR', agreedWith: 'Ana Lumira' },
  attributes: { contact: 'WeChat lumira_88' },
  reviews: [{ text: 'Ana sent a fake', rating: 1, by: 'Bo Lind' }],
  sources: [
    { kind: 'report', by: 'Bo Lind', url: 'https://bo.example', at: '2026-01-01T00:00:00Z' },
  ],
  seller,
  warehouse: 'Ana Lumira, Hafenweg 3',
}

test('a listing without its seller keeps every word except what identifies them, each in place', () => {
  const left = withoutSeller(listing)
  expect(left).toEqual({
    id: '1',
    marketplace: 'bazaar',
    url: 'https://bazaar.example/█████████/1',
    title: 'Velmoraq bag by ███████████',
    description: 'Ask █████████, mail ana@lumira.example or +49 30 1234567.',
    price: { amount: '40', currency: 'EUR' },
    attributes: { contact: 'WeChat █████████' },
    reviews: [{ text: 'Ana sent a fake', rating: 1 }],
    sources: listing.sources,
  })
  expect(parseListing(left).ok).toBe(true)
})

test('a listing without personal fields names no buyer, no reporter and no contact', () => {
  const left = withoutPersonalFields(listing)
  expect(left).toEqual({
    id: '1',
    marketplace: 'bazaar',
    price: { amount: '40', currency: 'EUR' },
    url: 'https://bazaar.example/█████████/1',
    title: 'Velmoraq bag by ███████████',
    description: `Ask █████████, mail ${'█'.repeat(18)} or ${'█'.repeat(14)}.`,
    attributes: { contact: 'WeChat █████████' },
    sources: [{ kind: 'report', at: '2026-01-01T00:00:00Z' }],
  })
})

test('stripping a stripped listing changes nothing', () => {
  for (const strip of [withoutSeller, withoutPersonalFields]) {
    expect(strip(strip(listing))).toEqual(strip(listing))
  }
})

test('masks keep the length of a text, and take time in proportion to it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 3 }), (text, name) => {
      const mask = maskOfSeller({ id: 'x'.repeat(9), name })
      const whole = `${text}${name}${text}`
      expect(maskContacts(mask(whole))).toHaveLength(whole.length)
      if (name.trim().length >= 3 && !/^[\d\s.+-]*$/.test(name)) {
        expect(mask(whole)).not.toContain(name.trim())
      }
    }),
  )
  const began = processorMs()
  maskContacts('a.'.repeat(50_000))
  maskContacts('+1 '.repeat(30_000))
  maskContacts('x@y.'.repeat(25_000))
  expect(processorMs() - began).toBeLessThan(1000)
})

test.each([
  ['an order number', { id: '100' }],
  ['two letters', { id: 'shop-1', name: 'Al' }],
])('a seller that is called by %s strikes no other words through', (_what, own) => {
  expect(maskOfSeller(own)('Al has 100 pieces')).toBe('Al has 100 pieces')
})

const assessment: Assessment = {
  listing: '1',
  verdict: 'review',
  probability: 0.8,
  brands: [{ id: 'velmoraq', confidence: 0.95 }],
  signals: [
    {
      code: 'review.buyers-say-fake',
      family: 'review',
      weight: 2,
      evidence: {
        field: 'reviews/0/text',
        start: 0,
        end: 15,
        text: 'Ana sent a fake',
        params: {
          count: 1,
          quotes: [{ text: 'Ana sent a fake', language: 'en', meaning: 'a fake' }],
        },
      },
    },
    {
      code: 'text.replica-term',
      family: 'text',
      weight: 1,
      evidence: {
        field: 'title',
        text: 'LUMIRA',
        start: 16,
        end: 22,
        params: { text: 'Lumira Bags', language: 'lumira bags', meaning: 'Ana sent a fake' },
        also: [{ field: 'reviews/0/text', start: 0, end: 3, text: 'Ana' }],
      },
    },
  ],
  engine: 'test',
}

test('an assessment without quotes from the seller keeps verdict, weights and places', () => {
  const left = assessmentWithoutSeller(assessment, listing)
  expect(left.signals.map(({ weight }) => weight)).toEqual([2, 1])
  expect(left.signals[1]?.evidence).toMatchObject({ start: 16, end: 22 })
  expect(left.signals[1]?.evidence?.params).toEqual({
    text: '███████████',
    // Codes stay, or nothing could be worded.
    language: 'lumira bags',
    meaning: 'Ana sent a fake',
  })
  expect(wordAssessment(left).reason).toContain('One buyer mentions copies')
})

test('an assessment without personal fields quotes no review, in no parameter and no sentence', () => {
  const left = assessmentWithoutPersonalFields(assessment, listing)
  for (const text of [left, wordAssessment(left)])
    expect(JSON.stringify(text)).not.toMatch(/Ana|Lumira/)
  expect(left).toMatchObject({ verdict: 'review', probability: 0.8, explanation: [] })
  expect(wordAssessment(left).reason).toBeUndefined()
  expect(left.signals[1]?.evidence).toEqual({ field: 'title', text: 'LUMIRA', start: 16, end: 22 })
  expect(assessmentWithoutPersonalFields(left, listing)).toEqual(left)
})

test('a sentence stored by an earlier engine is removed, whatever it quotes', () => {
  const [review] = assessment.signals
  const old = {
    ...assessment,
    reason: 'Ana.',
    signals: [{ ...review!, evidence: { detail: 'Ana.' } }],
  }
  expect(JSON.stringify(assessmentWithoutPersonalFields(old, listing))).not.toContain('Ana.')
})
