import { shippedThresholds, type FunnelView, type QueueFigures } from '@touchstone/contract'
import { funnelOf, percentOf, sellersQueueOf } from '@touchstone/evaluation'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import { currentThresholds, findThresholdView } from '../../brands/thresholds/index.ts'
import { isRightsSide } from '../../brands/visibility/index.ts'
import { viewerOf } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { readQueueMeasures } from '../../review/blind-audit/index.ts'
import { mayReadFunnel, type FunnelReader } from './policy.ts'
import { countDecided, countIncoming, countSellers, type FunnelReading } from './repository.ts'
import { cellOf, daysBefore, verdictIn, type Days } from './types.ts'

/** Days of incoming listings: fewer where more come in than can be counted. */
const incomingDays = [28, 7, 1] as const
const decidedDays = 365
/** Listings of one verdict, and decisions, that are counted at most. */
const maxIncoming = 100_000
const maxDecided = 20_000

type FunnelInput = { handle: Transaction; actor: Actor; now: Date }

/** What each queue holds a day, how often it is right, and what other thresholds would change. */
export async function readFunnel({ handle, actor, now }: FunnelInput): Promise<FunnelView> {
  const { organisationId } = requireReader(actor)
  const viewer = await viewerOf(handle, actor)
  const view = await findThresholdView(handle, organisationId)
  const { standard: own } = await currentThresholds(handle, organisationId)
  const standard = own ?? shippedThresholds
  const { period, days, incoming } = await countRecent(handle, { viewer, view, now })
  const since = daysBefore(now, decidedDays).from
  const decided = await countDecided(handle, { viewer, since, limit: maxDecided })
  const reader = { view, standard, isHolder: isRightsSide(viewer.kind) }
  const cells = [
    ...incoming.rows.map(({ count, ...standing }) =>
      cellOf(standing, reader, { incoming: count, counterfeit: 0, honest: 0 }),
    ),
    ...decided.map(({ counterfeit, honest, ...standing }) =>
      cellOf({ ...standing, verdict: verdictIn(view, standing) }, reader, {
        incoming: 0,
        counterfeit,
        honest,
      }),
    ),
  ]
  const isLimited = brandsOf(actor) !== undefined
  const blind = isLimited ? undefined : await readQueueMeasures(handle, organisationId)
  const queues = funnelOf(cells, standard)
  if (!isLimited) {
    // Portfolios count listings of all brands.
    const reading = { viewer, since, limit: maxDecided, ...period }
    queues.splice(-1, 0, await readSellersQueue(handle, reading))
  }
  const total = (of: 'incoming' | 'counterfeit' | 'honest'): number =>
    cells.reduce((sum, cell) => sum + cell[of], 0)
  return {
    period,
    days,
    decidedSince: since,
    incoming: total('incoming'),
    incomingMore: incoming.more,
    counterfeit: total('counterfeit'),
    honest: total('honest'),
    queues: queues.map((figures) => ({
      ...figures,
      perDay: figures.held / days,
      blind: blind?.find(({ queue }) => queue === figures.queue) ?? null,
    })),
  }
}

async function readSellersQueue(
  handle: Transaction,
  reading: Parameters<typeof countSellers>[1],
): Promise<QueueFigures> {
  const rows = await countSellers(handle, reading)
  return sellersQueueOf(
    rows.map(({ probability, ...counts }) => ({ percent: percentOf(probability), ...counts })),
  )
}

async function countRecent(
  handle: Transaction,
  { viewer, view, now }: FunnelReading & { now: Date },
): Promise<{ period: Days; days: number; incoming: Awaited<ReturnType<typeof countIncoming>> }> {
  const [longest, ...shorter] = incomingDays
  const countOver = async (days: number) => {
    const period = daysBefore(now, days)
    const incoming = await countIncoming(handle, { viewer, view, ...period, limit: maxIncoming })
    return { period, days, incoming }
  }
  let counted = await countOver(longest)
  for (const days of shorter) {
    if (!counted.incoming.more) break
    counted = await countOver(days)
  }
  return counted
}

function requireReader(actor: Actor): FunnelReader {
  if (mayReadFunnel(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only admins, analysts and auditors read the funnel of the organisation',
  })
}
