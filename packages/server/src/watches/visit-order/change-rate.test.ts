import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evidenceAfterVisit, noEvidence, priorOf, rateOf, type ChangeRate } from './change-rate.ts'

const prior: ChangeRate = { shape: 0.8, days: 11 }
const mean = ({ shape, days }: ChangeRate): number => shape / days

/** The mean of the exact distribution after visits, by a sum over many rates. */
function exactMean(visits: readonly { elapsed: number; hasChanged: boolean }[]): number {
  let [total, sum] = [0, 0]
  for (let log = -14; log < 5; log += 0.01) {
    const rate = Math.exp(log)
    let weight = rate ** prior.shape * Math.exp(-prior.days * rate)
    for (const { elapsed, hasChanged } of visits) {
      weight *= hasChanged ? -Math.expm1(-rate * elapsed) : Math.exp(-rate * elapsed)
    }
    total += weight
    sum += weight * rate
  }
  return sum / total
}

const visits = fc.array(
  fc.record({ elapsed: fc.double({ min: 0.01, max: 10, noNaN: true }), hasChanged: fc.boolean() }),
  { maxLength: 8 },
)

test('two numbers stand for visits at irregular intervals, close to the exact mean', () => {
  fc.assert(
    fc.property(visits, (each) => {
      const evidence = each.reduce(
        (before, { elapsed, hasChanged }) => evidenceAfterVisit(before, elapsed, hasChanged, prior),
        noEvidence,
      )
      const ratio = mean(rateOf(prior, evidence)) / exactMean(each)
      expect(ratio).toBeGreaterThan(0.75)
      expect(ratio).toBeLessThan(1.3)
    }),
    { numRuns: 300 },
  )
})

test('a change raises the rate, a visit without one lowers it, the more the longer the interval', () => {
  const elapsed = fc.double({ min: 0.01, max: 50, noNaN: true })
  fc.assert(
    fc.property(elapsed, elapsed, (one, other) => {
      const [short, long] = [Math.min(one, other), Math.max(one, other)]
      const after = (days: number, hasChanged: boolean): number =>
        mean(rateOf(prior, evidenceAfterVisit(noEvidence, days, hasChanged, prior)))
      expect(after(short, true)).toBeGreaterThan(mean(prior))
      expect(after(long, false)).toBeLessThan(mean(prior))
      expect(after(long, true)).toBeLessThanOrEqual(after(short, true) + 1e-9)
      expect(after(long, false)).toBeLessThanOrEqual(after(short, false) + 1e-9)
    }),
  )
})

test('what was seen long ago counts less', () => {
  const often = Array.from({ length: 20 }).reduce<typeof noEvidence>(
    (before) => evidenceAfterVisit(before, 1, true, prior),
    noEvidence,
  )
  const soon = evidenceAfterVisit(often, 1, false, prior)
  const late = evidenceAfterVisit(often, 400, false, prior)
  expect(late.shape).toBeLessThan(soon.shape / 4)
})

test('the prior of a site follows its pages, and is finite for any of them', () => {
  const alike = Array.from({ length: 500 }, () => ({ shape: 50, days: 100 }))
  expect(mean(priorOf(alike))).toBeCloseTo(0.48, 1)
  const rate = fc.record({
    shape: fc.double({ min: 0.02, max: 1e4, noNaN: true }),
    days: fc.double({ min: 1e-4, max: 1e5, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(rate), (rates) => {
      const { shape, days } = priorOf(rates)
      expect(shape > 0 && days > 0 && Number.isFinite(shape / days)).toBe(true)
    }),
  )
})
