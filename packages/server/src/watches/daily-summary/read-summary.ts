import { unwatchedPlaces, type WatchSummaryView } from '@touchstone/contract'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { costOfUsage, countOrigins, toAmount } from '../ledger/index.ts'
import {
  findInstallation,
  findSettings,
  hasRates,
  requireWatchReader,
} from '../saved-watches/index.ts'
import {
  findInState,
  findNewFinds,
  findPriceChanges,
  findStopped,
  listDays,
  sumUsage,
  type DayRow,
  type OfDay,
} from './repository.ts'

type ServiceInput = { handle: Transaction; actor: Actor }

/** What all watches of the actor's organisation found on a day, as far as the actor sees it. */
export async function readSummary({
  handle,
  actor,
  day,
}: ServiceInput & { day: string }): Promise<WatchSummaryView> {
  requireWatchReader(actor)
  return summaryOf(handle, { organisationId: organisationOf(actor), day })
}

export async function listSummaries({ handle, actor }: ServiceInput): Promise<{ items: DayRow[] }> {
  requireWatchReader(actor)
  return { items: await listDays(handle, organisationOf(actor)) }
}

export async function summaryOf(handle: Transaction, of: OfDay): Promise<WatchSummaryView> {
  const { organisationId, day } = of
  const newFinds = await findNewFinds(handle, of)
  const priceChanges = await findPriceChanges(handle, of)
  const gone = await findInState(handle, of, 'gone')
  const back = await findInState(handle, of, 'back')
  const stopped = await findStopped(handle, of)
  const usage = await sumUsage(handle, of)
  const origins = await countOrigins(handle, { organisationId, from: day, to: day })
  const { rates } = await findInstallation(handle)
  const { budgetPerDay } = await findSettings(handle, organisationId)
  const confirmed = origins.reduce((sum, { count }) => sum + count, 0)
  const told = [
    newFinds.count,
    priceChanges.count,
    gone.count,
    back.count,
    stopped.length,
    confirmed,
  ]
  return {
    day,
    isEmpty: told.every((count) => count === 0),
    newFinds,
    priceChanges,
    gone,
    back,
    stopped,
    budget: {
      usage: {
        ...usage,
        processorSeconds: toAmount(usage.processorSeconds),
        fees: toAmount(usage.fees),
      },
      cost: toAmount(costOfUsage(usage, rates)),
      currency: rates.currency,
      hasRates: hasRates(rates),
      budgetPerDay,
    },
    confirmed: { count: confirmed, origins },
    notSeen: [...unwatchedPlaces],
  }
}
