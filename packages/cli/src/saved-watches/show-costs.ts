import type { CostEachView, WatchCostGroup } from '@touchstone/contract'
import { printJson, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count, visible } from '../terminal.ts'

export type CostFlags = JsonFlags & {
  organisation: string
  by: WatchCostGroup
  watch?: string
  from?: string
  to?: string
}

/** What watches cost in a period, by group, and in total on standard error. */
export async function showCosts(io: ProgramIo, flags: CostFlags): Promise<number> {
  const { json, ...input } = flags
  const costs = await operate(io, 'watches.costs', input)
  if (json) {
    printJson(io, costs)
    return 0
  }
  const line = (name: string, figures: (typeof costs)['total']): string => {
    // Without rates, a cost of nothing would be a false statement.
    const currency = costs.hasRates || figures.cost > 0 ? costs.currency : undefined
    return [
      visible(name),
      currency === undefined ? 'no rates set' : `${figures.cost.toFixed(2)} ${currency}`,
      count(figures.usage.requests, 'request'),
      eachOf('listing', figures.perListing, currency),
      eachOf('find', figures.perFind, currency),
      eachOf('confirmed find', figures.perConfirmedFind, currency),
    ].join('  ')
  }
  for (const { name, ...figures } of costs.items) io.print(line(name || '–', figures))
  io.printError(line('Total', costs.total))
  return 0
}

function eachOf(
  noun: string,
  { count: number, from, to }: CostEachView,
  currency: string | undefined,
): string {
  const counted = count(number, noun)
  if (from === null || number === 0 || currency === undefined) return counted
  const most = to === null ? 'or more' : `to ${to.toFixed(4)}`
  return `${counted} at ${from.toFixed(4)} ${most} ${currency}`
}
