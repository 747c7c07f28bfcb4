import {
  families,
  UNCALIBRATED,
  type Family,
  type Weights,
  type WeightsValidation,
} from '@touchstone/contract'
import { calibrationOf } from './calibrate-fit.ts'
import { logit } from './model.ts'
import { cellsOf, requireEnough, sourcesOf, type LabelledListing } from './labelled-listings.ts'
import { fitPenalised, type Prior } from './penalised-regression.ts'
import { standardErrors } from './standard-errors.ts'
import { chooseDeviation, validate, type Recipe } from './cross-validation.ts'

/** The families that get a scale; the columns of the features, in this order. */
export const fittedFamilies = families.filter(
  // No signal of these exists yet.
  (family) => family !== 'image' && family !== 'network',
)

export type FitOptions = {
  /** Share of counterfeits that the shipped weights assume. */
  shippedBaseRate: number
  /** The limit that crossed wishes together approach in the engine, in log-odds. */
  wishesLimit: number
  /** The unit held out in turn: the meaning of the listings' `source`. */
  by: WeightsValidation['by']
  /** Share of counterfeits in the field, if the intercept should reflect that. */
  fieldShare?: number
}

export type FittedWeights = {
  weights: Omit<Weights, 'id' | 'engine'>
  /** How many listings spoke in each family. */
  spoke: Record<Family, number>
  /** The reason for the missing validation; undefined if there is one. */
  refusal: string | undefined
  /** Listings that name no source: they count in the fit, not in its validation. */
  withoutSource: number
}

const interceptDeviation = 2

/**
 * Fits a scale for each family and an intercept to labelled listings, with the shipped weights as prior. No scale
 * goes below 0. Throws a TouchstoneError if there are too few labels. The same listings in the same order give the
 * same weights.
 */
export function fitWeights(
  listings: readonly LabelledListing[],
  options: FitOptions,
): FittedWeights {
  requireEnough(listings)
  const { shippedBaseRate, wishesLimit: limit, by, fieldShare } = options
  const priorOf = (deviation: number): Prior => ({
    means: [logit(shippedBaseRate), ...fittedFamilies.map(() => 1)],
    deviations: [interceptDeviation, ...fittedFamilies.map(() => deviation)],
  })
  const recipe: Recipe = { priorOf, limit }
  const sources = sourcesOf(listings)
  const deviation = chooseDeviation(sources, recipe)
  const prior = priorOf(deviation)
  const problem = { cells: cellsOf(listings), prior, limit, leastScale: 0 }
  const fitted = fitPenalised(problem)
  const errors = standardErrors(problem, fitted, listings)
  const validated = validate(sources, recipe, by)
  const positives = listings.filter(({ label }) => label === 1).length
  const [intercept = 0, ...scales] = fitted.parameters
  // Sampling by label moves the intercept alone (King & Zeng 2001, Political Analysis 9:137).
  const moved =
    fieldShare === undefined ? 0 : logit(fieldShare) - logit(positives / listings.length)
  return {
    weights: {
      version: 1,
      fittedOn: {
        rows: listings.length,
        positives,
        sellers: distinct(listings.map(({ seller }) => seller)),
        sources: sources.length,
      },
      intercept: intercept + moved,
      fieldShare: fieldShare ?? null,
      prior: {
        scaleMean: 1,
        scaleDeviation: deviation,
        interceptMean: logit(shippedBaseRate),
        interceptDeviation,
      },
      families: Object.fromEntries(
        fittedFamilies.map((family, column) => [
          family,
          { scale: scales[column] ?? 1, standardError: errors[column + 1] ?? null },
        ]),
      ),
      validation: 'validation' in validated ? validated.validation : null,
      calibration: 'foretold' in validated ? calibrationOf(validated.foretold) : UNCALIBRATED,
    },
    spoke: spokeOf(listings),
    refusal: 'refusal' in validated ? validated.refusal : undefined,
    withoutSource: listings.filter(({ source }) => source === undefined).length,
  }
}

function distinct(names: readonly (string | undefined)[]): number {
  return new Set(names.filter((name) => name !== undefined)).size
}

function spokeOf(listings: readonly LabelledListing[]): Record<Family, number> {
  const spoke = Object.fromEntries(families.map((family) => [family, 0])) as Record<Family, number>
  for (const { plain, wishes } of listings) {
    for (const [column, family] of fittedFamilies.entries()) {
      if (plain[column] !== 0 || wishes[column] !== 0) spoke[family]++
    }
  }
  return spoke
}
