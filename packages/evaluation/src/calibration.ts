import type { Scored } from './curves.ts'
import { seededRandom } from '@touchstone/contract/seeded-random'
import { shareOf, z95, type Interval, type Share } from './shares.ts'

export type CalibrationBin = {
  /** Lowest and highest probability in the bin. */
  from: number
  to: number
  /** Mean probability that the engine stated. */
  stated: number
  /** Share of counterfeit listings that was found. */
  found: Share
}

export type Calibration = {
  positives: number
  negatives: number
  /** Equally many rows in each, as far as equal probabilities allow. */
  bins: CalibrationBin[]
  /** Mean squared distance between probability and label (Brier 1950). */
  brier: Interval
  /** The Brier score of stating the share of counterfeits for every row. */
  brierOfShare: number
  /**
   * Mean distance between the stated and the found share over the bins, weighted by rows. The
   * interval comes from drawing each bin's rows anew 1,000 times.
   */
  expectedError: Interval
  /** The error that perfectly calibrated probabilities would show by chance, on average. */
  errorByChance: number
  /** Uncalibrated: too few labels of a class for a statement about the probabilities. */
  status: 'uncalibrated' | 'measured'
}

/** With fewer labels than this of either class, nothing is reported about calibration. */
export const minPerClass = 200
const wantedBins = 10
const draws = 1000

/**
 * Compares stated probabilities with observed labels. Undefined without rows. The same rows always give the same
 * result.
 */
export function calibration({ scores, labels }: Scored): Calibration | undefined {
  const total = scores.length
  if (total === 0) return undefined
  const bins = binsOf({ scores, labels })
  let positives = 0
  let sum = 0
  let squares = 0
  for (let at = 0; at < total; at++) {
    const label = labels[at] === 1 ? 1 : 0
    positives += label
    const loss = ((scores[at] ?? NaN) - label) ** 2
    sum += loss
    squares += loss * loss
  }
  const mean = sum / total
  const half = z95 * Math.sqrt(Math.max(0, squares / total - mean * mean) / total)
  const negatives = total - positives
  const share = positives / total
  const enough = positives >= minPerClass && negatives >= minPerClass
  return {
    positives,
    negatives,
    bins,
    brier: { value: mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half) },
    brierOfShare: share * (1 - share),
    ...errorOf(bins),
    status: enough ? 'measured' : 'uncalibrated',
  }
}

function binsOf({ scores, labels }: Scored): CalibrationBin[] {
  const order = new Uint32Array(scores.length).map((_, at) => at)
  const score = (at: number | undefined): number => scores[at ?? -1] ?? NaN
  order.sort((a, b) => score(a) - score(b))
  const bins: CalibrationBin[] = []
  for (let from = 0; from < order.length;) {
    const left = wantedBins - bins.length
    let to = from + Math.max(1, Math.round((order.length - from) / Math.max(1, left)))
    // Equal probabilities are one statement and stay together.
    while (to < order.length && score(order[to]) === score(order[to - 1])) to++
    const rows = order.subarray(from, to)
    let stated = 0
    let positives = 0
    for (const at of rows) {
      stated += score(at)
      if (labels[at] === 1) positives++
    }
    bins.push({
      from: score(rows[0]),
      to: score(rows.at(-1)),
      stated: stated / rows.length,
      found: shareOf(positives, rows.length),
    })
    from = to
  }
  return bins
}

function errorOf(
  bins: readonly CalibrationBin[],
): Pick<Calibration, 'expectedError' | 'errorByChance'> {
  const total = bins.reduce((rows, bin) => rows + bin.found.of, 0)
  const distance = (countOf: (bin: CalibrationBin) => number): number =>
    bins.reduce((sum, bin) => sum + Math.abs(countOf(bin) - bin.stated * bin.found.of), 0) / total
  const random = seededRandom(20260101)
  const again: number[] = []
  let chance = 0
  for (let draw = 0; draw < draws; draw++) {
    again.push(distance(({ found }) => binomial(found.of, shareBehind(found), random)))
    chance += distance(({ found, stated }) => binomial(found.of, stated, random))
  }
  again.sort((a, b) => a - b)
  const value = distance(({ found }) => found.count)
  const quantile = (share: number): number => again[Math.round(share * (draws - 1))] ?? value
  return {
    expectedError: {
      value,
      low: Math.min(value, quantile(0.025)),
      high: Math.max(value, quantile(0.975)),
    },
    errorByChance: chance / draws,
  }
}

// A bin with none found would never vary if its own share were drawn from.
function shareBehind({ count, of }: Share): number {
  return (count + 0.5) / (of + 1)
}

/**
 * A random number of successes among `rows` at probability `share`; by the normal distribution where that is close
 * enough.
 */
function binomial(rows: number, share: number, random: () => number): number {
  const variance = rows * share * (1 - share)
  if (variance > 25) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.min(rows, Math.max(0, Math.round(rows * share + Math.sqrt(variance) * normal)))
  }
  // Counts the rarer outcome by the gaps between its rows, which are geometric.
  const rarer = Math.min(share, 1 - share)
  if (rarer === 0) return share < 0.5 ? 0 : rows
  let count = 0
  for (let at = 0; ; count++) {
    at += Math.floor(Math.log(1 - random()) / Math.log1p(-rarer)) + 1
    if (at > rows) break
  }
  return share <= 0.5 ? count : rows - count
}

/**
 * The probabilities as they would be if the engine had assumed another share of counterfeits:
 * log-odds moved by the difference of both base rates' log-odds.
 */
export function movedToShare(
  probabilities: ArrayLike<number>,
  baseRates: ArrayLike<number>,
  share: number,
): Float64Array {
  return Float64Array.from(probabilities, (probability, at) => {
    const logOdds = logit(probability) - logit(baseRates[at] ?? NaN) + logit(share)
    return 1 / (1 + Math.exp(-logOdds))
  })
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}
