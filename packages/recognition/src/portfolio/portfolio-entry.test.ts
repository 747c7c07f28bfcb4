import type { Assessment } from '#contract'
import { describe, expect, it } from 'vitest'
import { portfolioEntry } from './portfolio-entry.ts'

type Comparison = NonNullable<Assessment['price']>

const comparison: Comparison = {
  against: 'usual-prices',
  reference: 'harbour/bag',
  low: { amount: '100', currency: 'USD' },
  lowHere: 100,
  band: 'type',
  share: 0.15,
  from: 0.9,
  condition: 'unknown',
}

function levelOf(price: Comparison, confidence = 0.97, currency = 'USD'): number | undefined {
  const brands: Assessment['brands'] = [
    { id: 'harbour', confidence, role: 'offered', form: 'plain' },
  ]
  return portfolioEntry({ price: { amount: '15', currency } }, { brands, signals: [], price }).level
}

describe('the price level of a listing in a portfolio', () => {
  it('is that of the lowest usual price', () => {
    expect(levelOf(comparison)).toBe(1)
    expect(levelOf({ ...comparison, share: 1.2 })).toBe(6)
  })

  it.each<[string, Partial<Comparison>]>([
    ['goods that cost little anyway', { lowHere: 14 }],
    ['goods held against a price tier', { band: 'tier' }],
    ['unnamed goods above the price of the cheapest', { goodsNamed: false, share: 1.2 }],
    ['unnamed goods at the price of a trifle', { goodsNamed: false, share: 0.02 }],
  ])('is absent for %s', (_, rest) => {
    expect(levelOf({ ...comparison, ...rest })).toBeUndefined()
  })

  it('is absent for a brand that is hardly meant', () => {
    expect(levelOf(comparison, 0.6)).toBeUndefined()
  })

  it('counts as little what costs little in any currency', () => {
    expect(levelOf({ ...comparison, lowHere: 1_600_000 }, 0.97, 'IDR')).toBe(1)
    expect(levelOf({ ...comparison, lowHere: 160_000 }, 0.97, 'IDR')).toBeUndefined()
  })

  it('remains for unnamed goods that are cheap even for the brand’s cheapest', () => {
    expect(levelOf({ ...comparison, goodsNamed: false })).toBe(1)
  })
})

describe('the marks of a listing in a portfolio', () => {
  it.each(['review.buyers-say-fake', 'review.buyers-compare'])(
    'count its reviews by %s',
    (code) => {
      const brands: Assessment['brands'] = [
        { id: 'harbour', confidence: 0.97, role: 'offered', form: 'plain' },
      ]
      const signals = [
        { code, family: 'review', weight: 0.8, evidence: {} },
      ] as Assessment['signals']
      expect(portfolioEntry({}, { brands, signals }).marks).toEqual(['reviews'])
    },
  )
})
