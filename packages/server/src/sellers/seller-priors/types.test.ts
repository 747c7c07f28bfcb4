import { shippedThresholds, verdicts, type Verdict } from '@touchstone/contract'
import { verdictWithin } from '@touchstone/recognition'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { priorOf, probabilityWith, weightAt, type SellerDecision } from './types.ts'

const now = new Date('2026-11-30T12:00:00Z')
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000)

const someDecision = fc.record({
  goods: fc.constantFrom<SellerDecision['goods']>('counterfeit', 'honest'),
  decidedAt: fc.integer({ min: 0, max: 400 * 24 }).map((hours) => daysAgo(hours / 24)),
})
const someDecisions = fc.array(someDecision, { maxLength: 60 })

const someThresholds = fc
  .tuple(fc.integer({ min: 5, max: 100 }), fc.nat(95), fc.nat(95))
  .map(([askProof, one, two]) => {
    const review = Math.min(100, Math.max(10, askProof + one))
    return { askProof, review, block: Math.min(100, Math.max(50, review + two)) }
  })

test('no sequence of decisions alone moves a listing across a threshold, up or down', () => {
  fc.assert(
    fc.property(
      someDecisions,
      fc.constantFrom<Verdict>(...verdicts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      someThresholds,
      (decisions, ceiling, probability, thresholds) => {
        const verdict = verdictWithin(ceiling, probability, thresholds)
        const { logOdds } = priorOf(decisions, now)
        const moved = probabilityWith(logOdds, { verdict, ceiling, probability }, thresholds)
        expect(verdictWithin(ceiling, moved, thresholds)).toBe(verdict)
        if (logOdds > 0) expect(moved).toBeGreaterThanOrEqual(probability)
        if (logOdds < 0) expect(moved).toBeLessThanOrEqual(probability)
      },
    ),
    { numRuns: 2000 },
  )
})

test('undoing decisions, in any order, restores exactly what was before', () => {
  fc.assert(
    fc.property(someDecisions, someDecisions, (before, undone) => {
      const all = fc.sample(fc.shuffledSubarray([...before, ...undone], { minLength: 0 }), 1)[0]!
      const rest = all.filter((decision) => before.includes(decision))
      const same = before.filter((decision) => all.includes(decision))
      expect(priorOf(rest, now)).toEqual(priorOf(same, now))
    }),
  )
  expect(priorOf([], now)).toEqual({
    confirmed: 0,
    cleared: 0,
    reported: 0,
    latestAt: null,
    logOdds: 0,
  })
  const review = { verdict: 'review', ceiling: 'review', probability: 0.4 } as const
  expect(probabilityWith(0, review, shippedThresholds)).toBe(0.4)
})

test('confirmed listings raise and cleared ones lower, within bounds', () => {
  const of = (confirmed: number, cleared: number): number =>
    priorOf(
      [
        ...Array.from({ length: confirmed }, () => ({
          goods: 'counterfeit' as const,
          decidedAt: now,
        })),
        ...Array.from({ length: cleared }, () => ({ goods: 'honest' as const, decidedAt: now })),
      ],
      now,
    ).logOdds
  expect([of(1, 0), of(0, 1), of(2, 2)]).toEqual([0.8, -0.8, 0])
  expect([of(500, 0), of(0, 500)]).toEqual([2, -2])
})

test('a decision counts half after sixty days, and nothing from 180 days on', () => {
  expect(weightAt(now, now)).toBe(1)
  expect(weightAt(daysAgo(60), now)).toBeCloseTo(0.5, 12)
  expect(weightAt(daysAgo(179), now)).toBeGreaterThan(0.1)
  expect(weightAt(daysAgo(180), now)).toBe(0)
  // A clock that is ahead makes no decision count more.
  expect(weightAt(daysAgo(-3), now)).toBe(1)
  const faded = priorOf([{ goods: 'counterfeit', decidedAt: daysAgo(181) }], now)
  expect(faded).toMatchObject({ confirmed: 0, latestAt: null, logOdds: 0 })
})
