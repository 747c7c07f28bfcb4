import type { WatchRates } from '@touchstone/contract'
import type { Watch } from './types.ts'

export type Budget = Watch['budgetPerRun']
type Usage = { requests: number; bytes: number; processorSeconds: number; fees: number }

export const mebibyte = 2 ** 20
const gibibyte = 2 ** 30

/** What requests, bytes and processor time cost at the operator’s rates, with the fees of others. */
export function costOf(
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

/** The most that a budget can cost. */
export function mostCostOf(budget: Budget, rates: WatchRates): number {
  const whole = costOf({ ...budget, fees: 0 }, rates)
  return budget.cost === null ? whole : Math.min(whole, budget.cost)
}

/** Requests are at least two seconds apart. */
const secondsPerRequest = 2

/** Minutes that so many requests take at least, in whole minutes. */
export function leastMinutes(requests: number): number {
  return Math.max(1, Math.ceil((requests * secondsPerRequest) / 60))
}
