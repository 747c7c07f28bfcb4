import type { WatchCostGroup } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'
import type { Usage } from './types.ts'

const usageOf = sql`json_build_object('requests', u.requests, 'bytes', u.bytes,
  'processorSeconds', u.seconds, 'fees', u.fees)`

export type LedgerPlace = { day: string; run: string; query: string }
export type LedgerRow = LedgerPlace & { usage: Usage; listings: number }

/** A page of what the runs of a watch used, newest first. */
export async function pageOfLedger(
  handle: Transaction,
  watchId: string,
  { limit, after }: { limit: number; after?: LedgerPlace },
): Promise<LedgerRow[]> {
  const place = after
    ? sql`and (u.day, u.run_id, u.query) < (${after.day}::date, ${after.run}::uuid, ${after.query})`
    : sql``
  const { rows } = await sql<LedgerRow>`
    select u.day, u.run_id as run, u.query, ${usageOf} as usage, u.listings
    from watch_usage u where u.watch_id = ${watchId}::uuid ${place}
    order by u.day desc, u.run_id desc, u.query desc limit ${limit}`.execute(handle)
  return rows
}

export type CostFilter = {
  organisationId: string
  by: WatchCostGroup
  watch: string | undefined
  from: string
  to: string
}

export type CostRow = Usage & {
  key: string
  name: string
  minutes: number
  listings: number
  finds: number
  confirmed: number
}

/** The host of a site’s address. */
const host = sql`lower(substring(w.site from '^https?://([^/?#]+)'))`

/** The group of a row with a day and a query, of the watch `w`. */
function keyOf(by: WatchCostGroup, day: RawBuilder<unknown>, query: RawBuilder<unknown>) {
  if (by === 'watch') return sql`w.id::text`
  if (by === 'site') return host
  return by === 'query' ? query : sql`to_char(${day}, 'YYYY-MM')`
}

/** What each group used and found. A find is a listing to be reviewed or blocked, or decided to be counterfeit. */
export async function sumCosts(
  handle: Transaction,
  { organisationId, by, watch, from, to }: CostFilter,
): Promise<CostRow[]> {
  const ofPeriod = (row: 'u' | 's' | 't'): RawBuilder<unknown> => {
    const ofWatch =
      watch === undefined ? sql`` : sql`and ${sql.ref(`${row}.watch_id`)} = ${watch}::uuid`
    return sql`${sql.ref(`${row}.organisation_id`)} = ${organisationId}::uuid ${ofWatch}
      and ${sql.ref(`${row}.day`)} between ${from}::date and ${to}::date`
  }
  const key = (row: 'u' | 's' | 't'): RawBuilder<unknown> =>
    keyOf(by, sql.ref(`${row}.day`), row === 't' ? sql`''` : sql.ref(`${row}.query`))
  const { rows } = await sql<CostRow>`
    with parts as (
      select ${key('u')} as key, w.name, u.requests::int8, u.bytes, u.seconds, u.fees,
        0 as minutes, u.listings, 0 as finds, 0 as confirmed
      from watch_usage u join watches w on w.id = u.watch_id where ${ofPeriod('u')}
      union all
      select ${key('t')}, w.name, 0, 0, 0, 0, t.minutes, 0, 0, 0
      from watch_time_entries t join watches w on w.id = t.watch_id where ${ofPeriod('t')}
      union all
      select ${key('s')}, w.name, 0, 0, 0, 0, 0, 0,
        (l.verdict in ('review', 'block') or d.verdict = 'counterfeit')::int,
        (d.verdict is not distinct from 'counterfeit')::int
      from watch_sightings s join watches w on w.id = s.watch_id
      join ${listingFacts} l on l.id = s.listing_id
      left join lateral (
        select told.verdict from ${decisionsInForce} told
        where told.listing_id = s.listing_id and told.organisation_id = s.organisation_id
        order by told.decided_at desc, told.recorded_at desc, told.id desc limit 1
      ) d on true
      where ${ofPeriod('s')}
    )
    select key, ${by === 'watch' ? sql`max(name)` : sql`key`} as name,
      sum(requests)::float8 as requests, sum(bytes)::float8 as bytes,
      sum(seconds) as "processorSeconds", sum(fees) as fees, sum(minutes)::int as minutes,
      sum(listings)::int as listings, coalesce(sum(finds), 0)::int as finds,
      coalesce(sum(confirmed), 0)::int as confirmed
    from parts group by key`.execute(handle)
  return rows
}

export type TimeEntryRow = {
  id: string
  day: string
  minutes: number
  note: string | null
  person: string
  at: Date
}

const timeColumns = sql`id, day, minutes, note, person_id as person, at`

export async function pageOfTimeEntries(
  handle: Transaction,
  watchId: string,
  { limit, after }: { limit: number; after?: { at: Date; id: string } },
): Promise<TimeEntryRow[]> {
  const place = after ? sql`and (at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``
  const { rows } = await sql<TimeEntryRow>`
    select ${timeColumns} from watch_time_entries where watch_id = ${watchId}::uuid ${place}
    order by at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

export async function insertTimeEntry(
  handle: Transaction,
  entry: Omit<TimeEntryRow, 'at'> & { organisationId: string; watchId: string },
): Promise<TimeEntryRow> {
  const { id, organisationId, watchId, person, day, minutes, note } = entry
  const { rows } = await sql<TimeEntryRow>`
    insert into watch_time_entries (id, organisation_id, watch_id, person_id, day, minutes, note)
    values (${id}::uuid, ${organisationId}::uuid, ${watchId}::uuid, ${person}::uuid, ${day}::date,
      ${minutes}::int4, ${note})
    returning ${timeColumns}`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error('a time entry was not inserted')
  return row
}

export async function findTimeEntry(
  handle: Transaction,
  watchId: string,
  id: string,
): Promise<TimeEntryRow | undefined> {
  const { rows } = await sql<TimeEntryRow>`
    select ${timeColumns} from watch_time_entries
    where id = ${id}::uuid and watch_id = ${watchId}::uuid`.execute(handle)
  return rows[0]
}

export async function deleteTimeEntry(handle: Transaction, id: string): Promise<void> {
  await sql`delete from watch_time_entries where id = ${id}::uuid`.execute(handle)
}
