import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mention } from '../brand/index.ts'
import { signalCodes, type Draft, type SignalCode } from '../signals/index.ts'
import { BASE_RATE, combine, logit, saturate } from './combine.ts'
import { decide } from './decide.ts'

const codes = Object.keys(signalCodes) as SignalCode[]
const wishes = codes.filter((code) => signalCodes[code].speaks === 'wishes')
const rank = { clear: 0, 'ask-proof': 1, review: 2, block: 3 }

const mention = (over: Partial<Mention> = {}): Mention => ({
  brand: {
    id: 'velmoraq',
    name: 'Velmoraq',
    commonWord: false,
    forms: [],
    productTypes: new Set(),
    bands: new Map(),
    modelBands: new Map(),
    dearest: 0,
    channels: [],
    fromCatalog: true,
  },
  confidence: 0.97,
  role: 'offered',
  form: 'plain',
  places: [],
  ...over,
})

const draft = (code: SignalCode, weight: number, strong = false): Draft => ({
  code,
  weight,
  strong,
  evidence: {},
})

const drafts = (from: readonly SignalCode[]): fc.Arbitrary<Draft[]> =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...from), fc.double({ min: -4, max: 40, noNaN: true }), fc.boolean())
      .map(([code, weight, strong]) => draft(code, weight, strong)),
    { maxLength: 14 },
  )

describe('the block rule', () => {
  it('lets crossed wishes reach ask-proof at most, in every combination', () => {
    for (let subset = 0; subset < 1 << wishes.length; subset++)
      for (const weight of [0.5, 3, 40]) {
        const chosen = wishes.filter((_, i) => (subset & (1 << i)) !== 0)
        const combined = combine(chosen.map((code) => draft(code, weight, true)))
        expect(rank[decide(combined, [mention()]).verdict]).toBeLessThanOrEqual(rank['ask-proof'])
      }
  })

  it('asks for evidence of falsity before review, and for a second family before block', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const combined = combine(list)
        const { verdict } = decide(combined, [mention()])
        const positive = combined.weighed.filter((signal) => signal.weight > 0)
        const falsity = positive.filter((signal) => signal.speaks === 'authenticity')
        if (rank[verdict] >= rank.review) expect(falsity.length).toBeGreaterThan(0)
        if (verdict === 'block') {
          expect(falsity.some((signal) => signal.draft.strong)).toBe(true)
          const independent = new Set(
            positive.map((signal) => signal.family).filter((family) => family !== 'brand'),
          )
          expect(independent.size).toBeGreaterThan(1)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('accuses nobody where no protected brand is passed off', () => {
    const combined = combine([
      draft('text.replica-term', 9, true),
      draft('price.far-below-band', 9),
    ])
    for (const found of [
      [],
      [mention({ confidence: 0.4 })],
      [mention({ role: 'compatible-with' })],
      [mention({ role: 'mentioned' })],
    ])
      expect(rank[decide(combined, found).verdict]).toBeLessThanOrEqual(rank['ask-proof'])
    expect(decide(combined, [mention()]).verdict).toBe('block')
  })
})

describe('combining', () => {
  it('has weights that add up to the probability', () => {
    fc.assert(
      fc.property(drafts(codes), (list) => {
        const { weighed, probability } = combine(list)
        const sum = weighed.reduce((total, { weight }) => total + weight, logit(BASE_RATE))
        expect(probability).toBeGreaterThanOrEqual(0)
        expect(probability).toBeLessThanOrEqual(1)
        if (probability > 1e-12 && probability < 1 - 1e-12)
          expect(logit(probability)).toBeCloseTo(sum, 4)
      }),
    )
  })

  it('saturates smoothly and never goes flat', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (x, step) => {
          expect(saturate(x + step, 6)).toBeGreaterThan(saturate(x, 6))
          expect(saturate(-x, 6)).toBe(-saturate(x, 6))
          expect(saturate(x, 6)).toBeLessThan(6)
        },
      ),
    )
  })

  it('gives more probability for more evidence', () => {
    fc.assert(
      fc.property(drafts(codes), fc.constantFrom(...codes), (list, code) => {
        if (signalCodes[code].speaks === 'context') return
        const more = combine([...list, draft(code, 1)])
        expect(more.probability).toBeGreaterThanOrEqual(combine(list).probability)
      }),
    )
  })
})
