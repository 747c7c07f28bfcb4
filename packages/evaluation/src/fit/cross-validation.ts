import type { HeldOutSource, WeightsValidation } from '@touchstone/contract'
import { areaUnderRoc, rank } from '../curves.ts'
import { calibrationOf, type Prediction } from './calibrate-fit.ts'
import { logLoss, logOddsOf, type Cell } from './model.ts'
import { hasBothClasses, type Source } from './labelled-listings.ts'
import { fitPenalised, type Prior } from './penalised-regression.ts'

/** Fits to cells under a prior whose scales have the standard deviation `deviation`. */
export type Recipe = {
  priorOf: (deviation: number) => Prior
  limit: number
}

type CellsFit = {
  cells: readonly Cell[]
  deviation: number
  recipe: Recipe
  interceptOnly?: boolean
  start?: readonly number[]
}

function fitCells({ cells, deviation, recipe, interceptOnly, start }: CellsFit): number[] {
  const { priorOf, limit } = recipe
  const prior = priorOf(deviation)
  return fitPenalised({ cells, prior, limit, leastScale: 0, interceptOnly, start }).parameters
}

/** Deviations of the scales' prior that are tried, from the strongest prior to the weakest. */
const deviations = [0.1, 0.25, 0.5, 1] as const
/** Used if too few sources contain both classes for a choice. */
const unchosenDeviation = 0.25

/**
 * Chooses how far the scales may deviate from 1: the deviation whose fits predict held-out sources best, every source
 * counting the same; the strongest prior among equals.
 */
export function chooseDeviation(sources: readonly Source[], recipe: Recipe): number {
  const holdable = sources.filter(hasBothClasses)
  if (holdable.length < 2) return unchosenDeviation
  const losses = new Map<number, number>()
  for (const heldOutSource of holdable) {
    const cells = cellsOfOthers(sources, heldOutSource)
    let start: number[] | undefined
    for (const deviation of deviations) {
      start = fitCells({ cells, deviation, recipe, start })
      const loss = logLoss(start, heldOutSource.cells, recipe.limit)
      losses.set(deviation, (losses.get(deviation) ?? 0) + loss / holdable.length)
    }
  }
  let best: number = deviations[0]
  for (const [deviation, loss] of losses) {
    if (loss < (losses.get(best) ?? Infinity) - 1e-9) best = deviation
  }
  return best
}

function cellsOfOthers(sources: readonly Source[], heldOutSource: Source): Cell[] {
  return sources.flatMap((source) => (source === heldOutSource ? [] : source.cells))
}

export type Validated =
  | { validation: WeightsValidation; foretold: Prediction[] }
  /** Why no validation was possible, in a sentence. */
  | { refusal: string }

/**
 * Leave-one-source-out: each source with both classes is judged by a fit on all the others, which chooses its own
 * prior without having seen it.
 */
export function validate(
  sources: readonly Source[],
  recipe: Recipe,
  by: WeightsValidation['by'],
): Validated {
  const holdable = sources.filter(hasBothClasses)
  const confounded = sources.filter((source) => !hasBothClasses(source))
  if (holdable.length < 2) return { refusal: refusalOf(holdable, confounded, by) }
  const predictions: Prediction[] = []
  const figures = holdable.map((heldOutSource) => {
    const rest = sources.filter((source) => source !== heldOutSource)
    const cells = cellsOfOthers(sources, heldOutSource)
    const deviation = chooseDeviation(rest, recipe)
    const validation = validateOn(heldOutSource, {
      shipped: [...recipe.priorOf(deviation).means],
      shippedAtShare: fitCells({ cells, deviation, recipe, interceptOnly: true }),
      fitted: fitCells({ cells, deviation, recipe }),
      limit: recipe.limit,
    })
    predictions.push(...validation.rows)
    return validation.figures
  })
  return {
    validation: {
      by,
      sources: figures,
      confounded: confounded.map(({ name, listings, positives }) => ({
        source: name,
        rows: listings.length,
        positives,
      })),
    },
    foretold: predictions,
  }
}

type Contenders = {
  shipped: number[]
  shippedAtShare: number[]
  fitted: number[]
  limit: number
}

function validateOn(
  heldOutSource: Source,
  { shipped, shippedAtShare, fitted, limit }: Contenders,
): { figures: HeldOutSource; rows: Prediction[] } {
  const auc = (parameters: readonly number[]): number => {
    const scores = heldOutSource.listings.map((listing) => logOddsOf(parameters, listing, limit))
    return areaUnderRoc(rank({ scores, labels }))?.value ?? NaN
  }
  const labels = heldOutSource.listings.map(({ label }) => label)
  const rows = heldOutSource.listings.map((listing) => ({
    logOdds: logOddsOf(fitted, listing, limit),
    label: listing.label,
    seller: listing.seller,
  }))
  const figures = {
    source: heldOutSource.name,
    rows: heldOutSource.listings.length,
    positives: heldOutSource.positives,
    logLoss: {
      shipped: logLoss(shipped, heldOutSource.cells, limit),
      shippedAtShare: logLoss(shippedAtShare, heldOutSource.cells, limit),
      fitted: logLoss(fitted, heldOutSource.cells, limit),
    },
    auc: { shipped: auc(shipped), fitted: auc(fitted) },
    calibration: calibrationOf(rows),
  }
  return { figures, rows }
}

function refusalOf(holdable: Source[], confounded: Source[], by: string): string {
  if (holdable.length === 0 && confounded.length === 0) {
    return `No validation: no labelled listing names its ${by}, so none can be held out.`
  }
  const oneSided = confounded.length === 0 ? '' : `; one class only: ${listOf(confounded)}`
  const reason =
    holdable.length === 0
      ? `no ${by} has labels of both classes, so label and ${by} are confounded: any difference between the ${by}s would look like a sign of counterfeits`
      : `only one ${by} has labels of both classes (${holdable[0]?.name}), and two are needed: one to fit and one to test`
  return `No validation: ${reason}${oneSided}. The weights are uncalibrated.`
}

function listOf(sources: readonly Source[]): string {
  const shown = sources.slice(0, 8).map(({ name, positives }) => {
    return `${name} (label ${positives > 0 ? 1 : 0})`
  })
  const more = sources.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
