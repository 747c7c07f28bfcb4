/**
 * What is known of the rate at which a page changes: a gamma distribution of changes a day, with its `shape` and its
 * rate in `days`. Changes come as a Poisson process, and a visit shows only whether there was any (J. Cho and
 * H. Garcia-Molina, Estimating frequency of change, ACM TOIT 3(3), 2003).
 */
export type ChangeRate = { shape: number; days: number }

/** Of a page of which nothing is known: broad, one change in two weeks on average. */
export const unknownRate: ChangeRate = { shape: 0.4, days: 5.6 }

/** Days after which a visit counts half, since rates drift. */
const halfLifeDays = 90
const leastDays = 1e-4
const leastShape = 0.02
/** Bounds of the shape of a site’s prior: a few pages say little of all. */
const leastPriorShape = 0.15
const mostShape = 3

function changesPerDay({ shape, days }: ChangeRate): number {
  return shape / days
}

/** What the visits to one page add to the prior of its site. */
export type Evidence = { shape: number; days: number }

export const noEvidence: Evidence = { shape: 0, days: 0 }

export function rateOf(prior: ChangeRate, evidence: Evidence): ChangeRate {
  return {
    shape: Math.max(leastShape, prior.shape + evidence.shape),
    days: Math.max(leastDays, prior.days + evidence.days),
  }
}

/**
 * The evidence after a visit, these days after the one before. Without a change the result is exact; with one it is the
 * gamma distribution with the mean and the variance of the exact one, so that two numbers stand for any number of
 * irregular intervals.
 */
export function evidenceAfterVisit(
  before: Evidence,
  elapsed: number,
  hasChanged: boolean,
  prior: ChangeRate = unknownRate,
): Evidence {
  // What was seen long ago counts less.
  const left = 2 ** (-elapsed / halfLifeDays)
  const faded = { shape: left * before.shape, days: left * before.days }
  const passed = Math.max(elapsed, leastDays)
  if (!hasChanged) return { shape: faded.shape, days: faded.days + passed }
  // Moments of a gamma distribution times 1 - exp(-rate * passed), divided by those without a visit.
  const { shape, days } = rateOf(prior, faded)
  const log = Math.log1p(passed / days)
  const probability = -Math.expm1(-shape * log)
  const first = -Math.expm1(-(shape + 1) * log) / probability
  const second = -Math.expm1(-(shape + 2) * log) / probability
  const mean = (shape / days) * first
  const variance = (shape / days) * (((shape + 1) / days) * second - (shape / days) * first ** 2)
  return { shape: mean ** 2 / variance - prior.shape, days: mean / variance - prior.days }
}

/** The prior of a site, with the mean and the variance of the rates of its pages as far as they are known. */
export function priorOf(rates: readonly ChangeRate[]): ChangeRate {
  const trust = 20
  const weight = rates.length + trust
  const sumOf = (value: (rate: ChangeRate) => number): number =>
    rates.reduce((sum, rate) => sum + value(rate), trust * value(unknownRate))
  const mean = sumOf(changesPerDay) / weight
  const square = sumOf(({ shape, days }) => (shape * (shape + 1)) / days ** 2) / weight
  const shape = Math.min(mostShape, Math.max(leastPriorShape, mean ** 2 / (square - mean ** 2)))
  return { shape, days: shape / mean }
}
