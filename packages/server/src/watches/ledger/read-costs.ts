import type { WatchCostGroup, WatchCostsView, WatchRates } from '@touchstone/contract'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  findInstallation,
  hasRates,
  requireWatch,
  requireWatchReader,
} from '../saved-watches/index.ts'
import { countOrigins } from './find-origins.ts'
import {
  pageOfLedger,
  sumCosts,
  type CostRow,
  type LedgerPlace,
  type LedgerRow,
} from './repository.ts'
import { costOfEach, costOfMinutes, costOfUsage, toAmount } from './types.ts'

type ServiceInput = { handle: Transaction; actor: Actor }

const maxItems = 500

type CostQuery = {
  by: WatchCostGroup
  watch?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** What watches cost in a period, in groups, and what each listing and find cost. */
export async function readCosts({
  handle,
  actor,
  input,
  now,
}: ServiceInput & { input: CostQuery; now: number }): Promise<WatchCostsView> {
  requireWatchReader(actor)
  const { by, watch } = input
  if (watch !== undefined) await requireWatch({ handle, actor, id: watch, pointer: '/watch' })
  const { rates } = await findInstallation(handle)
  const to = input.to ?? new Date(now).toISOString().slice(0, 10)
  const from = input.from ?? yearBefore(to)
  if (from > to) {
    const message = `the period would end before it begins: ${from} is after ${to}`
    throw new AppError({ code: 'period-invalid', message, pointer: '/from' })
  }
  const organisationId = organisationOf(actor)
  const rows = await sumCosts(handle, { organisationId, by, watch, from, to })
  const items = rows
    .map((row) => ({ key: row.key, name: row.name, ...figuresOf(row, rates) }))
    .sort((a, b) => b.cost - a.cost || (a.key < b.key ? -1 : 1))
    .slice(0, maxItems)
  const confirmedBy = await countOrigins(handle, { organisationId, from, to })
  return {
    currency: rates.currency,
    hasRates: hasRates(rates),
    total: figuresOf(totalOf(rows), rates),
    items,
    confirmedBy,
  }
}

/** A page of what the runs of a watch used. */
export async function readLedger(
  options: ServiceInput & { id: string; input: { limit: number; after?: LedgerPlace } },
): Promise<LedgerRow[]> {
  const { id } = await requireWatch(options)
  return pageOfLedger(options.handle, id, options.input)
}

type Figures = Omit<CostRow, 'key' | 'name'>

function figuresOf(row: Figures, rates: WatchRates): WatchCostsView['total'] {
  const { requests, bytes, processorSeconds, fees, minutes, listings, finds, confirmed } = row
  const cost = toAmount(costOfUsage(row, rates) + costOfMinutes(minutes, rates))
  return {
    usage: {
      requests,
      bytes,
      processorSeconds: toAmount(processorSeconds),
      fees: toAmount(fees),
    },
    minutes,
    cost,
    perListing: costOfEach(listings, cost),
    perFind: costOfEach(finds, cost),
    perConfirmedFind: costOfEach(confirmed, cost),
  }
}

function totalOf(rows: readonly CostRow[]): Figures {
  const sum = (part: keyof Figures): number => rows.reduce((total, row) => total + row[part], 0)
  return {
    requests: sum('requests'),
    bytes: sum('bytes'),
    processorSeconds: sum('processorSeconds'),
    fees: sum('fees'),
    minutes: sum('minutes'),
    listings: sum('listings'),
    finds: sum('finds'),
    confirmed: sum('confirmed'),
  }
}

function yearBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() - 1)
  return date.toISOString().slice(0, 10)
}
