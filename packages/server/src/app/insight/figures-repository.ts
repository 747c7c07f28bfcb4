import { takedownDays, type InsightFigure, type Listing } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { allMeasures } from '../../enforcement/moderation/queries.ts'
import {
  noticeFacts,
  noticeListings,
  reportedAppeals,
  takedownChecks,
} from '../../enforcement/notices/queries.ts'
import { currentListings, listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce, recordedOutcomes } from '../../review/decisions/queries.ts'
import type { Days, MonthCount, Periods, TimedCount } from './types.ts'

type Sql = RawBuilder<unknown>

export type InsightFilters = {
  brand?: string | undefined
  marketplace?: string | undefined
  country?: string | undefined
  sellerAccount?: string | undefined
}

/** Whose figures are read, and of which listings. */
export type FigureScope = {
  organisationId: string
  /** Whether the organisation restricts listings itself: removals that others record are not its own. */
  restricts: boolean
  /** The brands to which the reader is limited. */
  only: readonly string[] | undefined
  filters: InsightFilters
  periods: Periods
  now: Date
}

const dayStart = (day: string): Sql => sql`(${day}::date at time zone 'utc')`
const dayEnd = (day: string): Sql => sql`((${day}::date + 1) at time zone 'utc')`

function within(at: Sql, { from, to }: Days): Sql {
  return sql`${at} >= ${dayStart(from)} and ${at} < ${dayEnd(to)}`
}

/** Whether a listing, by its facts `l`, is among those that are asked for. Row-level security leaves out the rest. */
function isInScope({ only, filters }: Pick<FigureScope, 'only' | 'filters'>): Sql {
  const { brand, marketplace, country, sellerAccount } = filters
  const brands = brand === undefined ? only : (only ?? [brand]).filter((one) => one === brand)
  return sql.join(
    [
      sql`l.version > 0`,
      brands === undefined ? sql`` : sql`and ${mentionsBrandOf(sql`l.id`, brands)}`,
      marketplace === undefined ? sql`` : sql`and l.marketplace = ${marketplace}::text`,
      country === undefined ? sql`` : sql`and l.country = ${country}::text`,
      sellerAccount === undefined ? sql`` : sql`and l.seller_account_id = ${sellerAccount}::uuid`,
    ],
    sql` `,
  )
}

const noDays = sql`null::float8 as days_from, null::float8 as days_to`

/** The last decision in force on each listing, up to today. */
function decided({ organisationId, periods: { period, before } }: FigureScope): Sql {
  return sql`
    select distinct on (d.listing_id) d.listing_id as listing, null::uuid as notice,
      d.decided_at as at, d.verdict as key, ${noDays}
    from ${decisionsInForce} d
    where d.organisation_id = ${organisationId}::uuid
      and ${within(sql`d.decided_at`, { from: before.from, to: period.to })}
    order by d.listing_id, d.decided_at desc, d.recorded_at desc, d.id desc`
}

/** The first action of the organisation on each listing. */
function acted({ organisationId, restricts, now }: FigureScope): Sql {
  const org = sql`${organisationId}::uuid`
  const restricted = restricts
    ? sql`
      union all
      select m.listing_id, null, m.starts_on::timestamp at time zone 'utc', 'restriction'
      from ${allMeasures} m where m.organisation_id = ${org} and m.listing_id is not null
      union all
      select o.listing_id, null, o.happened_at, 'removal' from ${recordedOutcomes} o
      where o.organisation_id = ${org} and o.outcome = 'removed'`
    : sql``
  return sql`
    select distinct on (done.listing) done.listing, done.notice, done.at, done.key, ${noDays}
    from (
      select i.listing_id as listing, n.id as notice, n.sent_at as at, 'notice' as key
      from ${noticeFacts} n join ${noticeListings} i on i.notice_id = n.id
      where n.organisation_id = ${org} and n.sent_at is not null
      ${restricted}
    ) done
    where done.at <= ${now}::timestamptz
    order by done.listing, done.at, done.key, done.notice`
}

/** What became of each listing acted on: by the seller's appeals, and by outcomes that were recorded. */
function contested(scope: FigureScope): Sql {
  const org = sql`${scope.organisationId}::uuid`
  return sql`
    select a.listing, a.notice, a.at, coalesce(c.key, 'uncontested') as key, a.days_from, a.days_to
    from (${acted(scope)}) a
    left join (
      select told.listing, case when bool_or(told.outcome = 'upheld') then 'reversed'
        when bool_or(told.outcome = 'rejected') then 'confirmed' else 'open' end as key
      from (
        select m.listing_id as listing, case when p.state = 'decided' then p.outcome end as outcome
        from ${submittedAppeals} p
        join ${allMeasures} m on m.proceeding_id = p.proceeding_id
        where p.organisation_id = ${org} and p.state <> 'withdrawn' and m.listing_id is not null
          and (p.instance is null or starts_with(p.instance, m.instance || '/'))
        union all
        select r.listing_id, r.outcome from ${reportedAppeals} r where r.organisation_id = ${org}
        union all
        select o.listing_id, case o.outcome when 'appeal-rejected' then 'rejected'
          when 'appealed' then null else 'upheld' end
        from ${recordedOutcomes} o
        where o.organisation_id = ${org} and o.outcome in
          ('appealed', 'appeal-upheld', 'appeal-rejected', 'seller-proved-genuine')
      ) told group by told.listing
    ) c on c.listing = a.listing`
}

/** Listings of notices sent so many days ago, unless gone before, by what the last check on or after that day saw. */
function downAfter(days: number, { organisationId, now }: FigureScope): Sql {
  const due = sql`i.sent_at + make_interval(days => ${days}::int)`
  return sql`
    select i.listing_id as listing, i.notice_id as notice, i.sent_at as at,
      case when i.checked_at is null or i.checked_at < ${due} then 'unchecked'
        when i.look = 'gone' then 'down' when i.look = 'live' then 'up'
        else 'inconclusive' end as key, ${noDays}
    from ${takedownChecks} i
    where i.organisation_id = ${organisationId}::uuid and i.state = 'sent'
      and ${due} <= ${now}::timestamptz and (i.gone_at is null or i.gone_at > i.sent_at)`
}

/** The interval in which each listing of a notice was taken down, in days since the notice. */
function takedownTime({ organisationId }: FigureScope): Sql {
  const days = (at: Sql): Sql =>
    sql`greatest(0, extract(epoch from ${at} - i.sent_at) / 86400)::float8`
  return sql`
    select timed.*,
      case when key = 'gone' then coalesce(live, 0) when key = 'live' then live end as days_from,
      case when key = 'gone' then gone end as days_to
    from (
      select i.listing_id as listing, i.notice_id as notice, i.sent_at as at,
        case when i.gone_at <= i.sent_at then 'gone-before' when i.gone_at is not null then 'gone'
          when i.live_at > i.sent_at then 'live' else 'unknown' end as key,
        ${days(sql`i.live_at`)} as live, ${days(sql`i.gone_at`)} as gone
      from ${takedownChecks} i
      where i.organisation_id = ${organisationId}::uuid and i.state = 'sent'
    ) timed`
}

const [week, month] = takedownDays

const facts: Readonly<Record<InsightFigure, (scope: FigureScope) => Sql>> = {
  decided,
  acted,
  contested,
  'down-after-7': (scope) => downAfter(week, scope),
  'down-after-30': (scope) => downAfter(month, scope),
  'takedown-time': takedownTime,
}

/** The listings behind a figure in some days, each once, or once for each notice. */
function factsIn(figure: InsightFigure, scope: FigureScope, days: Days): Sql {
  return sql`
    select f.listing, f.notice, f.at, f.key, f.days_from, f.days_to
    from (${facts[figure](scope)}) f
    join ${listingFacts} l on l.id = f.listing
    where ${within(sql`f.at`, days)} and ${isInScope(scope)}`
}

/** Counts of a figure by key and month, in both periods. */
export async function countFigure(
  handle: Transaction,
  figure: InsightFigure,
  scope: FigureScope,
): Promise<MonthCount[]> {
  const { period, before } = scope.periods
  const days = { from: before.from, to: period.to }
  const { rows } = await sql<MonthCount>`
    select f.key, ${monthColumns(sql`f.at`, scope.periods)}, count(*)::int4 as count
    from (${factsIn(figure, scope, days)}) f
    where ${isInEither(sql`f.at`, scope.periods)}
    group by 1, 2, 3`.execute(handle)
  return rows
}

/** The period and the month of a time. */
export function monthColumns(at: Sql, { period }: Periods): Sql {
  return sql`${at} < ${dayStart(period.from)} as before,
    to_char(${at} at time zone 'utc', 'YYYY-MM') as month`
}

/** Whether a time is in one of both periods: a year ago, the rest of the current month is in neither. */
export function isInEither(at: Sql, { period, before }: Periods): Sql {
  return sql`(${at} >= ${dayStart(period.from)} or ${at} < ${dayEnd(before.to)})`
}

export type TimedTakedowns = {
  timed: TimedCount[]
  /** Of the listings in order of their bounds, the middle one's. */
  median: { from: number; to: number | null } | null
}

/**
 * Bounds of the times to takedown. The middle one of the lower bounds bounds the median of the unknown times from
 * below, and that of the upper bounds from above, whatever the times are.
 */
export async function readTakedownTimes(
  handle: Transaction,
  scope: FigureScope,
  days: Days,
): Promise<TimedTakedowns> {
  const timed = sql`
    select f.days_from as lower, coalesce(f.days_to, 'Infinity') as upper
    from (${factsIn('takedown-time', scope, days)}) f where f.key in ('gone', 'live')`
  const { rows } = await sql<TimedCount>`
    select floor(lower)::float8 as "from",
      case when upper < 'Infinity' then ceil(upper)::float8 end as "to", count(*)::int4 as count
    from (${timed}) t group by 1, 2`.execute(handle)
  const { rows: middle } = await sql<{ from: number | null; to: number | null }>`
    select percentile_disc(0.5) within group (order by lower) as "from",
      nullif(percentile_disc(0.5) within group (order by upper), 'Infinity') as "to"
    from (${timed}) t`.execute(handle)
  const [found] = middle
  const median = found?.from == null ? null : { from: found.from, to: found.to }
  return { timed: rows, median }
}

export type FigureCursor = { at: Date; listing: string; notice: string | null }

export type FigureRow = FigureCursor & {
  key: string
  title: string
  marketplace: string
  externalId: string
  from: number | null
  to: number | null
}

const noNotice = '00000000-0000-0000-0000-000000000000'

/** A page of the listings behind a figure, newest first. */
export async function pageOfFigure(
  handle: Transaction,
  figure: InsightFigure,
  options: FigureScope & {
    days: Days
    key: string | undefined
    after: FigureCursor | undefined
    limit: number
  },
): Promise<FigureRow[]> {
  const { days, key, after, limit } = options
  const notice = sql`coalesce(f.notice, ${noNotice}::uuid)`
  const { rows } = await sql<Omit<FigureRow, 'title'> & { content: Listing }>`
    with page as materialized (
      select f.* from (${factsIn(figure, options, days)}) f
      where ${isInEither(sql`f.at`, options.periods)}
        ${key === undefined ? sql`` : sql`and f.key = ${key}::text`}
        ${
          after === undefined
            ? sql``
            : sql`and (f.at, f.listing, ${notice}) < (${after.at}::timestamptz,
                ${after.listing}::uuid, ${after.notice ?? noNotice}::uuid)`
        }
      order by f.at desc, f.listing desc, ${notice} desc limit ${limit}
    )
    select f.listing, f.notice, f.at, f.key, f.days_from as "from", f.days_to as "to",
      l.marketplace, l.external_id as "externalId", l.content
    from page f
    cross join lateral (select * from ${currentListings} c where c.id = f.listing) l
    order by f.at desc, f.listing desc, ${notice} desc`.execute(handle)
  // Read whole: PostgreSQL finds no part of a document that contains a null character.
  return rows.map(({ content, ...row }) => ({ ...row, title: content.title }))
}

/** Those of some listings that are among the ones asked for. */
export async function listingsInScope(
  handle: Transaction,
  ids: readonly string[],
  scope: Pick<FigureScope, 'only' | 'filters'>,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select l.id from ${listingFacts} l
    where l.id = any (${[...ids]}::uuid[]) and ${isInScope(scope)}`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}

/** Whether an organisation was created by the end of a day (UTC). */
export async function existedOn(
  handle: Transaction,
  organisationId: string,
  day: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from ${organisationProfiles} o
    where o.id = ${organisationId}::uuid and (o.created_at at time zone 'utc')::date <= ${day}::date`.execute(
    handle,
  )
  return rows.length > 0
}
