import type { CostEachView, WatchRates } from '@touchstone/contract'

export type Usage = { requests: number; bytes: number; processorSeconds: number; fees: number }

const gibibyte = 2 ** 30

/** What requests, bytes, processor time and fees cost, without the time of people. */
export function costOfUsage(
  { requests, bytes, processorSeconds, fees }: Usage,
  rates: WatchRates,
): number {
  return (
    (requests / 1000) * rates.perThousandRequests +
    (bytes / gibibyte) * rates.perGibibyte +
    (processorSeconds / 3600) * rates.perProcessorHour +
    fees
  )
}

export function costOfMinutes(minutes: number, rates: WatchRates): number {
  return (minutes / 60) * rates.perPersonHour
}

/** Of the standard normal distribution, for 95%. */
const z = 1.959964

/** Limits of the 95% interval of a count that varies as Poisson’s distribution, by Byar’s approximation. */
export function countLimits(count: number): { low: number; high: number } {
  const limit = (n: number, sign: 1 | -1): number =>
    n * (1 - 1 / (9 * n) + (sign * z) / (3 * Math.sqrt(n))) ** 3
  return { low: count === 0 ? 0 : limit(count, -1), high: limit(count + 1, 1) }
}

/** The cost of each of so many, as a range: by how much the count could differ by chance. */
export function costOfEach(count: number, cost: number): CostEachView {
  const { low, high } = countLimits(count)
  return { count, from: toAmount(cost / high), to: count === 0 ? null : toAmount(cost / low) }
}

/** An amount without the noise of adding up. */
export function toAmount(amount: number): number {
  return Number(amount.toFixed(6))
}
