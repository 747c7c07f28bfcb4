import type { BoardColumn } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { isSnoozedAt, isInProgressAt, type CaseQuery } from './repository.ts'
import { storedImages } from '../../images/pipeline/queries.ts'
import { mentionsBrandOf } from '../../listings/ingest/queries.ts'

export type ColumnCount = { column: BoardColumn; cases: number; overdue: number }

/** Number of cases in each column of the board, and how many are overdue; columns without cases are missing. */
export async function countColumns(
  handle: Transaction,
  options: Pick<CaseQuery, 'organisationId' | 'now' | 'brand' | 'queue' | 'only'> & {
    closedFrom: Date
  },
): Promise<ColumnCount[]> {
  const { organisationId, now, closedFrom, brand, queue, only } = options
  const narrowed = sql.join(
    [
      sql`organisation_id = ${organisationId}::uuid`,
      ...(queue === undefined ? [] : [sql`queue_id = ${queue}::uuid`]),
      ...(brand === undefined ? [] : [sql`${brand}::text = any (brands)`]),
      ...(only === undefined ? [] : [sql`brands && ${[...only]}::text[]`]),
    ],
    sql` and `,
  )
  // A separate query, so that open cases are counted in their partial index.
  const { rows } = await sql<ColumnCount>`
    select case when ${isSnoozedAt(now)} then 'snoozed' when ${isInProgressAt(now)} then 'in-work'
        else 'nobody' end as "column",
      count(*)::int4 as cases, count(*) filter (where due_at <= ${now})::int4 as overdue
    from cases where ${narrowed} and closed_at is null
    group by 1
    union all
    select 'closed', count(*)::int4, 0
    from cases where ${narrowed} and closed_at >= ${closedFrom}::timestamptz`.execute(handle)
  return rows
}

/** Pictures that lists show of one case, and listings that are looked through for them. */
const picturesOfCase = 3
const listingsLookedAt = 20

/** Listings of each of some cases that were added last, the newest first. */
export async function newestListings(
  handle: Transaction,
  options: { cases: readonly string[]; only?: readonly string[] },
): Promise<Map<string, string[]>> {
  if (options.cases.length === 0) return new Map()
  const { rows } = await sql<{ id: string; listings: string[] }>`
    select given.id, array(
      select o.listing_id from (
        select listing_id, added_at from case_listings where case_id = given.id
        order by added_at desc, listing_id desc limit ${listingsLookedAt}
      ) o
      where ${options.only ? mentionsBrandOf(sql`o.listing_id`, options.only) : sql`true`}
      order by o.added_at desc, o.listing_id desc limit ${picturesOfCase}
    ) as listings
    from unnest(${[...options.cases]}::uuid[]) as given (id)`.execute(handle)
  return new Map(rows.map(({ id, listings }) => [id, listings]))
}

/** Stored pictures of the most recently added listings of each case. */
export async function imagesOfCases(
  handle: Transaction,
  options: { cases: readonly string[]; only?: readonly string[] },
): Promise<Map<string, { listing: string; place: number }[]>> {
  if (options.cases.length === 0) return new Map()
  const { rows } = await sql<{ id: string; listing: string; place: number }>`
    select given.id, p.listing, p.place
    from unnest(${[...options.cases]}::uuid[]) as given (id)
    cross join lateral (
      select o.listing_id as listing, shown.place
      from (
        select listing_id, added_at from case_listings where case_id = given.id
        order by added_at desc, listing_id desc limit ${listingsLookedAt}
      ) o
      cross join lateral (
        select place from ${storedImages} i
        where listing_id = o.listing_id order by place limit 1
      ) shown
      where ${options.only ? mentionsBrandOf(sql`o.listing_id`, options.only) : sql`true`}
      order by o.added_at desc, o.listing_id desc limit ${picturesOfCase}
    ) p`.execute(handle)
  const found = new Map<string, { listing: string; place: number }[]>()
  for (const { id, listing, place } of rows)
    found.set(id, [...(found.get(id) ?? []), { listing, place }])
  return found
}
