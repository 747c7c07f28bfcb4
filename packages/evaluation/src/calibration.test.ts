import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibration, movedToShare } from './calibration.ts'
import { seededRandom } from '@touchstone/contract/seeded-random'

/** Labels drawn by `truth` of each probability. */
function drawn(rows: number, truth = (probability: number) => probability) {
  const random = seededRandom(7)
  const scores = Array.from({ length: rows }, () => random())
  const labels = scores.map((score) => (random() < truth(score) ? 1 : 0))
  return { scores, labels }
}

describe('calibration', () => {
  it('puts every row into one bin, in order, and never splits equal probabilities', () => {
    const rows = fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom(0.02, 0.5), fc.double({ min: 0, max: 1, noNaN: true })),
        fc.constantFrom(0, 1),
      ),
      { minLength: 1, maxLength: 200 },
    )
    fc.assert(
      fc.property(rows, (list) => {
        const scores = list.map(([score]) => score)
        const { bins } = calibration({ scores, labels: list.map(([, label]) => label) })!
        expect(bins.reduce((sum, bin) => sum + bin.found.of, 0)).toBe(list.length)
        expect(bins.length).toBeLessThanOrEqual(10)
        for (const [at, bin] of bins.entries()) {
          expect(bin.from).toBeLessThanOrEqual(bin.to)
          const next = bins[at + 1]
          if (next) expect(next.from).toBeGreaterThan(bin.to)
          const inside = list.filter(([score]) => score >= bin.from && score <= bin.to)
          expect(bin.found.of).toBe(inside.length)
          expect(bin.found.count).toBe(inside.filter(([, label]) => label === 1).length)
        }
      }),
    )
  })

  it('gives the mean squared error as Brier score', () => {
    const { brier, brierOfShare } = calibration({ scores: [0.9, 0.2, 0.5], labels: [1, 0, 0] })!
    expect(brier.value).toBeCloseTo((0.01 + 0.04 + 0.25) / 3)
    expect(brierOfShare).toBeCloseTo(2 / 9)
  })

  it('finds no more error in true probabilities than chance makes', () => {
    const result = calibration(drawn(5000))!
    expect(result.status).toBe('measured')
    expect(result.expectedError.value).toBeLessThan(2 * result.errorByChance)
  })

  it('finds the error of probabilities that are too bold', () => {
    const result = calibration(drawn(5000, (probability) => 0.25 + probability / 2))!
    expect(result.expectedError.low).toBeGreaterThan(2 * result.errorByChance)
    expect(result.expectedError.value).toBeCloseTo(0.125, 1)
    expect(result.expectedError.low).toBeLessThanOrEqual(result.expectedError.value)
    expect(result.expectedError.high).toBeGreaterThanOrEqual(result.expectedError.value)
  })

  it('stays uncalibrated below 200 labels of either class', () => {
    const rows = (positives: number, negatives: number) => ({
      scores: new Array<number>(positives + negatives).fill(0.5),
      labels: Array.from({ length: positives + negatives }, (_, at) => (at < positives ? 1 : 0)),
    })
    expect(calibration(rows(199, 5000))?.status).toBe('uncalibrated')
    expect(calibration(rows(5000, 199))?.status).toBe('uncalibrated')
    expect(calibration(rows(200, 200))?.status).toBe('measured')
  })

  it('gives the same figures each time, and none for no rows', () => {
    expect(calibration(drawn(300))).toEqual(calibration(drawn(300)))
    expect(calibration({ scores: [], labels: [] })).toBeUndefined()
  })
})

describe('movedToShare', () => {
  it('turns the base rate itself into the new share and keeps the order', () => {
    const [same, lower, higher] = movedToShare([0.02, 0.01, 0.6], [0.02, 0.02, 0.02], 0.3)
    expect(same).toBeCloseTo(0.3)
    expect(lower!).toBeLessThan(same!)
    expect(higher!).toBeGreaterThan(same!)
  })

  it('changes nothing where the share is the base rate', () => {
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(share, share, (probability, rate) => {
        expect(movedToShare([probability], [rate], rate)[0]).toBeCloseTo(probability, 10)
      }),
    )
  })
})
