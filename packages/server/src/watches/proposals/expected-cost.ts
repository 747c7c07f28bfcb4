import type { WatchBudget, WatchProposalView, WatchRates } from '@touchstone/contract'
import { costOfUsage, toAmount, type Usage } from '../ledger/index.ts'
import type { QueryRun } from './repository.ts'

type CostView = WatchProposalView['cost']

/** A query asks at least for its results, and the first of a day for robots.txt. */
const leastRequests = 1
/** The range leaves out one run in ten at each end. */
const outside = 0.1

export type CostBasis = {
  /** What runs used for each query on the same site. */
  runs: readonly QueryRun[]
  /** Of a run; each query gets an equal part. */
  budget: WatchBudget
  /** Queries of the watch with the new one. */
  queries: number
  rates: WatchRates
}

/** What one more query will use in a run: as this query did elsewhere on the site, else as others did, else its part of the budget. */
export function expectedCost(
  isSame: (query: string) => boolean,
  { runs, budget, queries, rates }: CostBasis,
): CostView {
  const share = Math.floor(budget.requests / queries)
  const own = runs.filter(({ query }) => isSame(query))
  const known = own.length > 0 ? own : runs
  if (known.length === 0) {
    const least = { requests: leastRequests, bytes: 0, processorSeconds: 0, fees: 0 }
    const most = {
      requests: share,
      bytes: budget.bytes / queries,
      processorSeconds: budget.processorSeconds / queries,
      fees: 0,
    }
    return {
      from: 'budget',
      runs: 0,
      requests: { from: Math.min(leastRequests, share), to: share },
      amount: { from: amountOf(least, rates), to: amountOf(most, rates) },
    }
  }
  const requests = rangeOf(known.map(({ usage }) => Math.min(usage.requests, share)))
  const amount = rangeOf(known.map(({ usage }) => costOfUsage(usage, rates)))
  return {
    from: own.length > 0 ? 'query' : 'site',
    runs: known.length,
    requests,
    amount: { from: toAmount(amount.from), to: toAmount(amount.to) },
  }
}

function amountOf(usage: Usage, rates: WatchRates): number {
  return toAmount(costOfUsage(usage, rates))
}

function rangeOf(values: readonly number[]): { from: number; to: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const last = sorted.length - 1
  const at = (place: number): number => sorted[place] ?? 0
  return { from: at(Math.floor(last * outside)), to: at(Math.ceil(last * (1 - outside))) }
}
