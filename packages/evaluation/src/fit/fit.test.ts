import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Weights } from '@touchstone/contract'
import { seededRandom } from '@touchstone/contract/seeded-random'
import { fittedFamilies, fitWeights, type FitOptions } from './fit.ts'
import { logOddsOf, logit, sigmoid, type Cell } from './model.ts'
import type { LabelledListing } from './labelled-listings.ts'
import { fitPenalised, stateAt, type Problem } from './penalised-regression.ts'

const options: FitOptions = { shippedBaseRate: 0.02, wishesLimit: 4, by: 'source' }
const wishFamilies = new Set(['price', 'channel', 'seller', 'external', 'brand'])

type Truth = { intercept?: number; scales?: Partial<Record<string, number>> }

/** Listings whose labels are drawn from the engine's own model under the true scales. */
function simulated(
  rows: number,
  { intercept = -1.5, scales = {} }: Truth = {},
  sources = ['east', 'west', 'north'],
  seed = 7,
): LabelledListing[] {
  const random = seededRandom(seed)
  const parameters = [intercept, ...fittedFamilies.map((family) => scales[family] ?? 1)]
  return Array.from({ length: rows }, (_, at) => {
    const values = fittedFamilies.map((family) => {
      if (random() < 0.6) return 0
      const size = 0.5 + 2 * random()
      return family === 'guard' ? -size : size
    })
    const features = {
      plain: values.map((value, k) => (wishFamilies.has(fittedFamilies[k]!) ? 0 : value)),
      wishes: values.map((value, k) => (wishFamilies.has(fittedFamilies[k]!) ? value : 0)),
    }
    const label = random() < sigmoid(logOddsOf(parameters, features, 4)) ? 1 : 0
    return { ...features, label, source: sources[at % sources.length], seller: `s${at % 400}` }
  })
}

describe('the penalised fit', () => {
  const cell: fc.Arbitrary<Cell> = fc
    .tuple(
      fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.array(fc.double({ min: -2, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.nat({ max: 9 }),
      fc.nat({ max: 9 }),
    )
    .map(([plain, wishes, negatives, positives]) => ({
      plain,
      wishes,
      rows: negatives + positives,
      positives,
    }))
  const problemOf = (cells: Cell[]): Problem => ({
    cells,
    prior: { means: [-3.9, 1, 1, 1], deviations: [2, 0.5, 0.5, 0.5] },
    limit: 4,
    leastScale: 0,
  })
  const problem = fc.array(cell, { maxLength: 12 }).map(problemOf)
  const parameters = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
    minLength: 4,
    maxLength: 4,
  })

  it('has the gradient that differences of the loss show', () => {
    fc.assert(
      fc.property(problem, parameters, (anyProblem, at) => {
        const { gradient } = stateAt(anyProblem, at)
        for (const [i, slope] of gradient.entries()) {
          const step = 1e-5
          const moved = (by: number) => at.map((value, j) => (j === i ? value + by : value))
          const rise =
            stateAt(anyProblem, moved(step)).loss - stateAt(anyProblem, moved(-step)).loss
          expect(slope).toBeCloseTo(rise / (2 * step), 2)
        }
      }),
    )
  })

  it('stops where no small step lowers the loss, and never below the least scale', () => {
    fc.assert(
      fc.property(problem, (anyProblem) => {
        const fitted = fitPenalised(anyProblem)
        const { loss } = stateAt(anyProblem, fitted.parameters)
        for (const [i, value] of fitted.parameters.entries()) {
          if (i > 0) expect(value).toBeGreaterThanOrEqual(0)
          for (const step of [1e-3, -1e-3]) {
            const moved = fitted.parameters.map((each, j) => (j === i ? each + step : each))
            if (i > 0 && moved[i]! < 0) continue
            expect(stateAt(anyProblem, moved).loss).toBeGreaterThanOrEqual(loss - 1e-6)
          }
        }
      }),
    )
  })

  it('stays at the prior without data', () => {
    const { parameters: fitted } = fitPenalised(problemOf([]))
    expect(fitted).toEqual([-3.9, 1, 1, 1])
  })

  it('keeps a family at 0 if the labels contradict it', () => {
    const cells: Cell[] = [
      { plain: [2, 0, 0], wishes: [0, 0, 0], rows: 900, positives: 0 },
      { plain: [0, 0, 0], wishes: [0, 0, 0], rows: 900, positives: 800 },
    ]
    const { parameters: fitted, held } = fitPenalised(problemOf(cells))
    expect(fitted[1]).toBe(0)
    expect(held).toEqual([false, true, false, false])
  })
})

describe('fitting weights', () => {
  it('finds known scales within three of its own standard errors', () => {
    const scales = { text: 1.6, price: 0.4, channel: 0.7, seller: 1.4, guard: 0.5 }
    const { weights } = fitWeights(simulated(12_000, { scales }), options)
    expect(weights.prior.scaleDeviation).toBeGreaterThanOrEqual(0.25)
    for (const family of fittedFamilies) {
      const { scale, standardError } = weights.families[family]!
      const truth = (scales as Record<string, number>)[family] ?? 1
      expect(Math.abs(scale - truth), family).toBeLessThan(3 * standardError!)
      expect(standardError).toBeLessThan(0.2)
    }
    expect(weights.intercept).toBeCloseTo(-1.5, 0)
  })

  it('stays near the shipped weights where the labels bear them out', () => {
    const { weights } = fitWeights(simulated(3000), options)
    for (const family of fittedFamilies)
      expect(Math.abs(weights.families[family]!.scale - 1), family).toBeLessThan(0.25)
  })

  it('validates by held-out sources with calibrated probabilities', () => {
    const listings = simulated(6000, { scales: { text: 2, price: 0.2 } })
    const { weights, refusal } = fitWeights(listings, options)
    expect(refusal).toBeUndefined()
    expect(weights.validation?.sources.map(({ source }) => source)).toEqual([
      'east',
      'north',
      'west',
    ])
    for (const { logLoss, auc, rows, positives } of weights.validation!.sources) {
      expect([rows, positives > 0]).toEqual([2000, true])
      expect(logLoss.fitted).toBeLessThan(logLoss.shippedAtShare)
      expect(logLoss.shippedAtShare).toBeLessThan(logLoss.shipped)
      expect(auc.fitted).toBeGreaterThan(auc.shipped)
    }
    const { calibration } = weights
    if (calibration === 'uncalibrated') throw new Error('figures were expected')
    expect(calibration.slope.low).toBeLessThan(1)
    expect(calibration.slope.high).toBeGreaterThan(1)
    expect(calibration.expectedCalibrationError.value).toBeLessThan(0.05)
  })

  it('makes a file that the contract takes, the same each time', () => {
    const listings = simulated(2000)
    const { weights } = fitWeights(listings, options)
    const file = { id: 'fit-1', engine: 'recognition@1', ...weights }
    expect(Weights.safeParse(JSON.parse(JSON.stringify(file))).error).toBeUndefined()
    expect(fitWeights(listings, options).weights).toEqual(weights)
  })

  it('moves only the intercept for a stated share in the field', () => {
    const listings = simulated(2000)
    const { weights } = fitWeights(listings, options)
    const { weights: moved } = fitWeights(listings, { ...options, fieldShare: 0.01 })
    const share = weights.fittedOn.positives / 2000
    expect(moved.families).toEqual(weights.families)
    expect(moved.intercept - weights.intercept).toBeCloseTo(logit(0.01) - logit(share), 9)
    expect([weights.fieldShare, moved.fieldShare]).toEqual([null, 0.01])
  })

  it('widens the errors if one seller repeats a listing', () => {
    const listings = simulated(1500)
    const copied = listings.flatMap((listing, at) =>
      Array.from({ length: 4 }, () => ({ ...listing, seller: `s${at}` })),
    )
    const strangers = copied.map((listing, at) => ({ ...listing, seller: `s${at}` }))
    const errorOf = (rows: LabelledListing[]) =>
      fitWeights(rows, options).weights.families.text!.standardError!
    expect(errorOf(copied)).toBeGreaterThan(1.5 * errorOf(strangers))
  })
})

describe('refusals of the fit', () => {
  const of = (
    label: 0 | 1,
    count: number,
    over: Partial<LabelledListing> = {},
  ): LabelledListing[] =>
    Array.from({ length: count }, (_, at) => ({
      plain: fittedFamilies.map((_, k) => (k === 0 && (at + label) % 3 === 0 ? 2 : 0)),
      wishes: fittedFamilies.map(() => 0),
      label,
      seller: `s${at % 5}`,
      source: 'east',
      ...over,
    }))

  it('too few labels or sellers, with the number missing', () => {
    expect(() => fitWeights([...of(1, 150), ...of(0, 300)], options)).toThrow(
      /too few labels.*\n {2}label 1 \(counterfeit\): 150 labelled listings; 50 more are needed$/,
    )
    expect(() => fitWeights([...of(1, 300), ...of(0, 300, { seller: 'one' })], options)).toThrow(
      /label 0 \(not counterfeit\): listings of 1 named sellers; 2 more are needed/,
    )
    expect(() => fitWeights([], options)).toThrow(/200 more.*\n.*3 more.*\n.*200 more.*\n.*3 more/)
  })

  it('validation where label and source are confounded', () => {
    const listings = [...of(1, 300, { source: 'seized' }), ...of(0, 300, { source: 'shop' })]
    const { weights, refusal } = fitWeights(listings, options)
    expect([weights.validation, weights.calibration]).toEqual([null, 'uncalibrated'])
    expect(refusal).toMatch(
      /^No validation: no source has labels of both classes, so label and source are confounded.*; one class only: seized \(label 1\), shop \(label 0\)\. The weights are uncalibrated\.$/,
    )
  })

  it('validation on a single source, and on none', () => {
    const { refusal } = fitWeights([...of(1, 300), ...of(0, 300)], options)
    expect(refusal).toMatch(/only one source has labels of both classes \(east\)/)
    const nowhere = { source: undefined }
    const without = fitWeights([...of(1, 300, nowhere), ...of(0, 300, nowhere)], options)
    expect(without.refusal).toMatch(/no labelled listing names its source/)
    expect(without.withoutSource).toBe(600)
  })

  it('holding out a source with one class, which it names', () => {
    const listings = [...simulated(3000), ...of(1, 50, { source: 'seized' })]
    const { weights } = fitWeights(listings, options)
    expect(weights.validation?.sources.map(({ source }) => source)).not.toContain('seized')
    expect(weights.validation?.confounded).toEqual([{ source: 'seized', rows: 50, positives: 50 }])
  })
})
