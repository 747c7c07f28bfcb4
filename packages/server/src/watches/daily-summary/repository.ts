import type { Money, Verdict, WatchRunEnd } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Usage } from '../ledger/index.ts'

export type OfDay = { organisationId: string; day: string }

type FindRow = {
  listing: string
  title: string | null
  verdict: Verdict
  watch: string
  watchedListing: string
  watchName: string
}
export type Finds<T> = { count: number; items: T[] }

const shownFinds = 5
const shownWatches = 10

/** A day in UTC as a half-open range of moments. */
function within(column: RawBuilder<unknown>, day: string): RawBuilder<unknown> {
  return sql`${column} >= ${day}::date::timestamp at time zone 'utc'
    and ${column} < (${day}::date + 1)::timestamp at time zone 'utc'`
}

/** The stored listing of a watched one. */
const isFind = sql`l.organisation_id = w.organisation_id and l.marketplace = w.marketplace
  and l.external_id = w.external_id and l.verdict in ('review', 'block')`
const findColumns = sql`l.id as listing, w.content ->> 'title' as title, l.verdict,
  w.watch_id as watch, w.id as "watchedListing", named.name as "watchName"`
/** A listing that several watches saw counts once. */
const worstFirst = sql`verdict = 'block' desc, title, listing`

async function findsOf<T extends object>(
  handle: Transaction,
  rows: RawBuilder<unknown>,
): Promise<Finds<FindRow & T>> {
  const { rows: found } = await sql<FindRow & T & { of: number; at: Date }>`
    select *, count(*) over ()::int as of
    from (select distinct on (listing) * from (${rows}) each order by listing, at desc) one
    order by ${worstFirst} limit ${shownFinds}`.execute(handle)
  const items = found.map(({ of: _of, at: _at, ...item }) => item as unknown as FindRow & T)
  return { count: found[0]?.of ?? 0, items }
}

export async function findNewFinds(handle: Transaction, { organisationId, day }: OfDay) {
  return findsOf<{ price: Money | null }>(
    handle,
    sql`select ${findColumns}, w.first_seen_at as at, w.content -> 'price' as price
      from watch_listings w join watches named on named.id = w.watch_id
      join ${listingFacts} l on ${isFind}
      where w.organisation_id = ${organisationId}::uuid and ${within(sql`w.first_seen_at`, day)}`,
  )
}

/** Finds with an entry of that day in their history. */
function entriesOf({ organisationId, day }: OfDay, more: RawBuilder<unknown>) {
  return sql`from watch_listing_versions v
    join watch_listings w on w.id = v.listing_id join watches named on named.id = w.watch_id
    join ${listingFacts} l on ${isFind}
    cross join lateral (
      select d ->> 'before' as before, d ->> 'after' as after
      from json_array_elements(coalesce(v.differences, '[]')) d
      where d ->> 'field' = 'price/amount'
      union all select null, null limit 1
    ) price
    where v.organisation_id = ${organisationId}::uuid and ${within(sql`v.at`, day)} and ${more}`
}

/** Amounts before and after, in the currency of the listing. */
export async function findPriceChanges(handle: Transaction, of: OfDay) {
  return findsOf<{ before: string; after: string; currency: string | null }>(
    handle,
    sql`select ${findColumns}, v.at, price.before, price.after,
      w.content -> 'price' ->> 'currency' as currency
      ${entriesOf(of, sql`price.before is not null and price.after is not null`)}`,
  )
}

export async function findInState(handle: Transaction, of: OfDay, state: 'gone' | 'back') {
  return findsOf<object>(
    handle,
    sql`select ${findColumns}, v.at ${entriesOf(of, sql`v.state = ${state}`)}`,
  )
}

export type StoppedRow = {
  watch: string
  name: string
  endedBy: WatchRunEnd
  message: string | null
}

/** Watches whose last run of the day did not reach the end of the site. */
export async function findStopped(
  handle: Transaction,
  { organisationId, day }: OfDay,
): Promise<StoppedRow[]> {
  const { rows } = await sql<StoppedRow>`
    select last.watch_id as watch, w.name, last.ended_by as "endedBy",
      last.last_error_message as message
    from (
      select distinct on (watch_id) watch_id, ended_by, last_error_message from watch_runs
      where organisation_id = ${organisationId}::uuid and ${within(sql`ended_at`, day)}
      order by watch_id, ended_at desc
    ) last
    join watches w on w.id = last.watch_id and w.removed_at is null
    where last.ended_by <> 'end' order by w.name, w.id limit ${shownWatches}`.execute(handle)
  return rows
}

export async function sumUsage(
  handle: Transaction,
  { organisationId, day }: OfDay,
): Promise<Usage> {
  const { rows } = await sql<Usage>`
    select coalesce(sum(requests), 0)::float8 as requests, coalesce(sum(bytes), 0)::float8 as bytes,
      coalesce(sum(seconds), 0) as "processorSeconds", coalesce(sum(fees), 0) as fees
    from watch_usage where organisation_id = ${organisationId}::uuid and day = ${day}::date`.execute(
    handle,
  )
  return rows[0] ?? { requests: 0, bytes: 0, processorSeconds: 0, fees: 0 }
}

export type DayRow = { day: string; newFinds: number; otherChanges: number }

const listedDays = 30

/** The last days on which watches saw something new of a find. */
export async function listDays(handle: Transaction, organisationId: string): Promise<DayRow[]> {
  const since = sql`now() - ${listedDays} * interval '1 day'`
  const { rows } = await sql<DayRow>`
    select to_char(day, 'YYYY-MM-DD') as day, count(distinct listing) filter (where is_new)::int
        as "newFinds", count(distinct listing) filter (where not is_new)::int as "otherChanges"
    from (
      select (w.first_seen_at at time zone 'utc')::date as day, l.id as listing, true as is_new
      from watch_listings w join ${listingFacts} l on ${isFind}
      where w.organisation_id = ${organisationId}::uuid and w.first_seen_at >= ${since}
      union all
      select (v.at at time zone 'utc')::date, l.id, false
      from watch_listing_versions v join watch_listings w on w.id = v.listing_id
      join ${listingFacts} l on ${isFind}
      where v.organisation_id = ${organisationId}::uuid and v.at >= ${since}
        and (v.state in ('gone', 'back')
          or (v.state <> 'new' and exists (
            select from json_array_elements(coalesce(v.differences, '[]')) d
            where d ->> 'field' = 'price/amount')))
    ) each
    group by day order by day desc`.execute(handle)
  return rows
}
