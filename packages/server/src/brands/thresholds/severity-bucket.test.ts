import {
  leastThresholds,
  shippedThresholds,
  verdicts,
  type Assessment,
  type Thresholds,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import { underThresholds, verdictWithin } from '@touchstone/recognition'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verdictChangesBetween } from './types.ts'
import {
  allBuckets,
  isClosedBucket,
  bucketPartsOf,
  severityOf,
  verdictOfBucket,
} from './severity-bucket.ts'

const thresholds: fc.Arbitrary<Thresholds> = fc
  .tuple(fc.integer({ min: 5, max: 100 }), fc.nat(100), fc.nat(100))
  .map(([askProof, second, third]) => {
    const review = Math.min(100, Math.max(leastThresholds.review, askProof, second))
    return {
      askProof,
      review,
      block: Math.min(100, Math.max(leastThresholds.block, review, third)),
    }
  })
const probability = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat(100).map((percent) => percent / 100),
)
const ceiling = fc.constantFrom(...verdicts)

const assessmentWith = (more: Partial<Assessment>): Assessment => ({
  listing: '1',
  verdict: 'clear',
  probability: 0.5,
  engine: 'test',
  signals: [],
  brands: [{ id: 'velmoraq', confidence: 0.95 }],
  ...more,
})

test('a bucket determines the verdict of the engine’s rule, under any thresholds', () => {
  fc.assert(
    fc.property(ceiling, probability, thresholds, (allowed, p, ownThresholds) => {
      const verdict = verdictWithin(allowed, p, shippedThresholds)
      const assessment = assessmentWith({ verdict, ceiling: allowed, probability: p })
      const { rung } = severityOf(assessment)
      expect(allBuckets).toContain(rung)
      expect(verdictOfBucket(rung, ownThresholds)).toBe(verdictWithin(allowed, p, ownThresholds))
      expect(verdictOfBucket(rung, ownThresholds)).toBe(
        underThresholds(assessment, ownThresholds).verdict,
      )
      expect(verdictOfBucket(rung, shippedThresholds)).toBe(verdict)
      expect(verdicts.indexOf(verdictOfBucket(rung, ownThresholds))).toBeLessThanOrEqual(
        verdicts.indexOf(allowed),
      )
    }),
  )
})

test('an assessment without a ceiling is never raised', () => {
  fc.assert(
    fc.property(ceiling, probability, thresholds, (allowed, p, ownThresholds) => {
      const verdict = verdictWithin(allowed, p, shippedThresholds)
      const { rung } = severityOf(assessmentWith({ verdict, probability: p }))
      expect(isClosedBucket(rung)).toBe(true)
      const seen = verdictOfBucket(rung, ownThresholds)
      expect(verdicts.indexOf(seen)).toBeLessThanOrEqual(verdicts.indexOf(verdict))
      expect(verdictOfBucket(rung, shippedThresholds)).toBe(verdict)
    }),
  )
})

test.each<[string, Partial<Assessment>, boolean]>([
  [
    'words of the offer',
    { signals: [{ code: 'text.replica-term', family: 'text', weight: 3 }] },
    false,
  ],
  [
    'a signal of the marketplace',
    { signals: [{ code: 'external.marketplace', family: 'external', weight: 1 }] },
    true,
  ],
  [
    'a signal that is not known',
    { signals: [{ code: 'text.new', family: 'text', weight: 1 }] },
    true,
  ],
  ['another brand’s price', { signals: [price('oruvane/bag')] }, true],
  ['its own price', { signals: [price('velmoraq/bag')] }, false],
  [
    'a style code of another brand',
    { signals: [{ code: 'product.foreign-code', family: 'product', weight: 1 }] },
    true,
  ],
  [
    'a second brand',
    {
      brands: [
        { id: 'velmoraq', confidence: 1 },
        { id: 'oruvane', confidence: 0.6 },
      ],
    },
    true,
  ],
  ['a brand that is not sure', { brands: [{ id: 'velmoraq', confidence: 0.8 }] }, true],
  ['no brand', { brands: [] }, true],
])('with %s a listing is shown to a rights holder in part: %o', (_what, more, closed) => {
  const { rung } = severityOf(assessmentWith({ ceiling: 'block', verdict: 'review', ...more }))
  expect(isClosedBucket(rung)).toBe(closed)
  expect(bucketPartsOf(rung)).toEqual({ ceiling: 'block', percent: 50 })
})

function price(reference: string) {
  return {
    code: 'price.far-below-band',
    family: 'price',
    weight: 2,
    evidence: { reference },
  } as const
}

test('between two pairs of thresholds, every bucket moves whose verdict differs', () => {
  const pair = (ownThresholds: Thresholds) => ({ open: ownThresholds, closed: shippedThresholds })
  const moves = verdictChangesBetween(
    pair(shippedThresholds),
    pair({ ...shippedThresholds, block: 78 }),
  )
  expect([...moves].map(([rung, move]) => ({ ...bucketPartsOf(rung), ...move }))).toEqual([
    { ceiling: 'block', percent: 78, from: 'review', to: 'block' },
    { ceiling: 'block', percent: 79, from: 'review', to: 'block' },
  ])
})

test('the interval is Wilson’s', () => {
  // Wilson 1927 as in Newcombe 1998, table I: 81 of 263, and 0 of 20.
  const { low, high } = shareOf(81, 263)
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662'])
  expect(shareOf(0, 20).low).toBe(0)
  expect(shareOf(0, 20).high).toBeCloseTo(0.1611, 4)
})
