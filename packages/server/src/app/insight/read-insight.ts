import {
  contestResults,
  decisionVerdicts,
  foundVerdicts,
  insightActions,
  minTimedListings,
  takedownDays,
  takedownStates,
  type InsightFigure,
  type InsightView,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import { brandsOf, kindOfOrganisation, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { readSettledUncontested } from '../../review/blind-audit/index.ts'
import {
  countFigure,
  existedOn,
  listingsInScope,
  pageOfFigure,
  readTakedownTimes,
  type FigureCursor,
  type FigureRow,
  type FigureScope,
  type InsightFilters,
} from './figures-repository.ts'
import { countFound } from './found-repository.ts'
import { mayReadInsight, type InsightReader } from './policy.ts'
import { curveOf, periodsAt, seriesOf, totalOf, type Days, type MonthCount } from './types.ts'

type InsightOptions<T> = { handle: Transaction; actor: Actor; now: Date; input: T }

/** Kinds of organisations that restrict listings themselves. */
const restricting: ReadonlySet<string> = new Set(['marketplace', 'host', 'payment-provider'])

/** The figures of the organisation in twelve months and the twelve before. */
export async function readInsight(
  options: InsightOptions<InsightFilters>,
): Promise<Outgoing<InsightView>> {
  const { handle, actor } = options
  const scope = await scopeOf(options)
  const { periods } = scope
  const found = await countFound(handle, { actor, scope })
  const decided = await countFigure(handle, 'decided', scope)
  const acted = await countFigure(handle, 'acted', scope)
  const contested = await countFigure(handle, 'contested', scope)
  return {
    period: periods.period,
    before: periods.before,
    recordedBefore:
      [...found.counts, ...decided, ...acted].some(({ before, count }) => before && count > 0) ||
      (await existedOn(handle, scope.organisationId, periods.before.to)),
    months: periods.months,
    found: seriesOf(foundVerdicts, found.counts, periods),
    foundMore: found.more,
    decided: seriesOf(decisionVerdicts, decided, periods),
    acted: seriesOf(insightActions, acted, periods),
    contested: {
      counts: seriesOf(contestResults, contested, periods),
      share: reversedShare(contested, false),
      shareBefore: reversedShare(contested, true),
    },
    audit: await readAudit(handle, scope),
    takedowns: await readTakedowns(handle, scope),
    takedownTime: await readTimes(handle, scope),
  }
}

async function scopeOf({
  handle,
  actor,
  now,
  input: filters,
}: InsightOptions<InsightFilters>): Promise<FigureScope> {
  const { organisationId } = requireReader(actor)
  const kind = await kindOfOrganisation(handle, organisationId)
  return {
    organisationId,
    restricts: kind !== undefined && restricting.has(kind),
    only: brandsOf(actor),
    filters,
    periods: periodsAt(now),
    now,
  }
}

function requireReader(actor: Actor): InsightReader {
  if (mayReadInsight(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only admins, analysts and auditors read the figures of the organisation',
  })
}

type ShareView = InsightView['contested']['share']

function shareView(count: number, of: number): ShareView {
  const { share, low, high } = shareOf(count, of)
  return share === null ? null : { value: share, low, high }
}

function reversedShare(counts: readonly MonthCount[], before: boolean): ShareView {
  const reversed = totalOf(counts, 'reversed', before)
  return shareView(reversed, reversed + totalOf(counts, 'confirmed', before))
}

async function readAudit(handle: Transaction, scope: FigureScope): Promise<InsightView['audit']> {
  const { organisationId, periods } = scope
  const settled = await readSettledUncontested(handle, { organisationId, ...periods.period })
  const seen = await listingsInScope(
    handle,
    settled.map(({ listing }) => listing),
    scope,
  )
  const labels = settled.flatMap(({ listing, label }) =>
    seen.has(listing) && label !== 'unclear' ? [label] : [],
  )
  if (labels.length === 0) return null
  const genuine = labels.filter((label) => label === 'genuine').length
  return { settled: labels.length, genuine, share: shareView(genuine, labels.length) }
}

async function readTakedowns(
  handle: Transaction,
  scope: FigureScope,
): Promise<InsightView['takedowns']> {
  const takedowns: InsightView['takedowns'] = []
  for (const day of takedownDays) {
    const counts = await countFigure(handle, `down-after-${day}`, scope)
    const of = (before: boolean): InsightView['takedowns'][number]['now'] => {
      const [down = 0, up = 0, inconclusive = 0, unchecked = 0] = takedownStates.map((state) =>
        totalOf(counts, state, before),
      )
      return { down, up, inconclusive, unchecked, share: shareView(down, down + up) }
    }
    takedowns.push({ day, now: of(false), before: of(true) })
  }
  return takedowns
}

async function readTimes(
  handle: Transaction,
  scope: FigureScope,
): Promise<InsightView['takedownTime']> {
  const { period, before } = scope.periods
  const counts = await countFigure(handle, 'takedown-time', scope)
  const own = await readTakedownTimes(handle, scope, period)
  const earlier = await readTakedownTimes(handle, scope, before)
  const of = (isBefore: boolean): InsightView['takedownTime']['now'] => {
    const total = (key: string): number => totalOf(counts, key, isBefore)
    const [gone, live] = [total('gone'), total('live')]
    const { median } = isBefore ? earlier : own
    return {
      gone,
      live,
      unknown: total('unknown'),
      goneBefore: total('gone-before'),
      median: gone + live < minTimedListings ? null : median,
    }
  }
  const isEnough = of(false).median !== null
  return { now: of(false), before: of(true), curve: isEnough ? curveOf(own.timed) : [] }
}

export type FigureListingsInput = {
  filters: InsightFilters
  figure: InsightFigure
  key: string | undefined
  days: Days
  after: FigureCursor | undefined
  limit: number
}

/** The listings behind a figure, newest first. Days outside both periods have none. */
export async function listFigureListings(
  options: InsightOptions<FigureListingsInput>,
): Promise<FigureRow[]> {
  const { handle, input } = options
  const { filters, figure, key, days, after, limit } = input
  const scope = await scopeOf({ ...options, input: filters })
  const { period, before } = scope.periods
  const from = days.from < before.from ? before.from : days.from
  const to = days.to > period.to ? period.to : days.to
  return pageOfFigure(handle, figure, { ...scope, days: { from, to }, key, after, limit })
}
