import { createHash } from 'node:crypto'
import type { OpenWorkView, TrendsView } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { countSeenBetween, coverageOf, marketplacesOf, openWork, viewerOf } from '../queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { BrandNames, Viewer } from '../../brands/visibility/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findThresholdView, type ThresholdView } from '../../brands/thresholds/index.ts'
import { maySeeOverview } from './policy.ts'
import { countedDays, insertDayCounts, type DayCountRow } from './repository.ts'

type ServiceInput = { handle: Transaction; actor: Actor }

const daysShown = 30
/** After counting this many listings, the remaining days wait for the next request. */
const countedAtOnce = 100_000
const dayMilliseconds = 86_400_000

/**
 * The listings of the last thirty days by verdict. Past days are counted once and stored; the first request may leave
 * some days to the next, so that it does not take as long as there are listings.
 */
export async function readTrends({
  handle,
  actor,
  now,
}: ServiceInput & { now: Date }): Promise<TrendsView> {
  const viewer = await memberOf(handle, actor)
  const { organisationId } = viewer
  const today = Math.floor(now.getTime() / dayMilliseconds)
  const days = Array.from({ length: daysShown }, (_, back) => today - back)
  const oldest = dayOf(today - daysShown + 1)
  const thresholds = await findThresholdView(handle, organisationId)
  const view = nameOf(viewer, thresholds)
  const before = await countedDays(handle, { organisationId, view, from: oldest })
  const known = new Map(before.map((one) => [one.day, one]))
  const counted: DayCountRow[] = []
  let left = countedAtOnce
  for (const number of days) {
    if (known.has(dayOf(number)) || left <= 0) continue
    const isOver = number < today
    const count = await countSeenBetween(handle, {
      viewer,
      view: thresholds,
      from: new Date(number * dayMilliseconds),
      before: new Date((number + 1) * dayMilliseconds),
      limit: isOver ? Number.MAX_SAFE_INTEGER : countedAtOnce,
    })
    left -= count.total
    const day = { ...count, day: dayOf(number) }
    known.set(day.day, day)
    if (isOver) counted.push(day)
  }
  await insertDayCounts(handle, { organisationId, view }, counted)
  const shown = days.reverse().map((number) => {
    const one = known.get(dayOf(number))
    return one === undefined
      ? null
      : { day: one.day, verdicts: one.verdicts, unjudged: one.unjudged }
  })
  return { days: shown, complete: !shown.includes(null) }
}

async function memberOf(handle: Transaction, actor: Actor): Promise<Viewer> {
  if (maySeeOverview(actor)) return viewerOf(handle, actor)
  const message =
    'only members of an organisation and keys that can read its listings can read the overview'
  throw new AppError({ code: 'permission-required', message })
}

function dayOf(number: number): string {
  return new Date(number * dayMilliseconds).toISOString().slice(0, 10)
}

/** Viewers with other listings or thresholds have their own counts. */
function nameOf({ kind, brands, only }: Viewer, view: ThresholdView | undefined): string {
  const thresholds = view && [view.rest, [...view.special].sort()]
  const seen = JSON.stringify([kind, [...brands].sort(), only && [...only].sort(), thresholds])
  return createHash('sha256').update(seen).digest('hex')
}

export async function readOpenWork({
  handle,
  actor,
  engine,
  names,
}: ServiceInput & { engine: string; names: BrandNames }): Promise<OpenWorkView> {
  const viewer = await memberOf(handle, actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const work = await openWork(handle, { viewer, view })
  return { ...work, coverage: await coverageOf(handle, { viewer, engine, names }) }
}

/** Names of marketplaces by which lists of listings can be filtered. */
export async function listMarketplaces({
  handle,
  actor,
}: ServiceInput): Promise<{ marketplaces: string[] }> {
  const viewer = await memberOf(handle, actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  return { marketplaces: await marketplacesOf(handle, { viewer, view }) }
}
