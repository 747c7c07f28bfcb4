import { maxInboxCount } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { countedRows, recentMilliseconds, type InboxRow, type Waiting } from './types.ts'

/** The person and organisation whose inbox is read, and the time. */
export type ReadOptions = {
  organisationId: string
  personId: string
  now: Date
  /** Items of each kind; the rest is counted. */
  limit: number
}

type Columns = Partial<Record<keyof Omit<InboxRow, 'action'>, RawBuilder<unknown>>>

const nothing: Record<keyof Columns, RawBuilder<unknown>> = {
  id: sql`null::text`,
  title: sql`null::text`,
  detail: sql`null::text`,
  listing: sql`null::uuid`,
  signal: sql`null::text`,
  brand: sql`null::text`,
  seller: sql`null::text`,
  marketplace: sql`null::text`,
  from: sql`null::text`,
  since: sql`null::timestamptz`,
  until: sql`null::timestamptz`,
  path: sql`null::text`,
  version: sql`null::int4`,
  limit: sql`null::json`,
  urgent: sql`false`,
}

/**
 * Reads the items of one kind in one statement. `waiting` selects its rows in order and names what the rest needs; of its
 * first `limit` rows `w` the columns are read, with what `joins` brings.
 */
export async function readWaiting(
  handle: Transaction,
  options: {
    limit: number
    waiting: RawBuilder<unknown>
    columns: Columns
    joins?: RawBuilder<unknown>
    action?: InboxRow['action']
  },
): Promise<Waiting> {
  const { limit, waiting, columns, joins = sql``, action = null } = options
  const all = { ...nothing, ...columns }
  const selected = Object.entries(all).map(([name, value]) => sql`${value} as ${sql.ref(name)}`)
  const { rows } = await sql<Omit<InboxRow, 'action'> & { total: number }>`
    with waiting as materialized (
      select row_number() over () as place, found.* from (${waiting} limit ${countedRows}) found
    )
    select ${sql.join(selected)}, (select count(*)::int4 from waiting) as total
    from (select * from waiting order by place limit ${limit}) w ${joins}
    order by w.place`.execute(handle)
  const total = rows[0]?.total ?? 0
  return {
    count: Math.min(total, maxInboxCount),
    more: total > maxInboxCount,
    rows: rows.map(({ total: _, ...row }) => ({
      ...row,
      action,
    })),
  }
}

export type HandledKind = 'marketplace-response' | 'failed-capture'

/** True if the item was marked as handled since this time. */
export function isHandled(
  kind: HandledKind,
  subject: RawBuilder<unknown>,
  at: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql`exists (
    select from inbox_handled_items h
    where h.organisation_id = current_organisation() and h.kind = ${kind}
      and h.subject_id = ${subject} and h.handled_at >= ${at})`
}

export async function upsertHandledItem(
  handle: Transaction,
  { organisationId, kind, id }: { organisationId: string; kind: HandledKind; id: string },
): Promise<void> {
  await sql`
    insert into inbox_handled_items (organisation_id, kind, subject_id)
    values (${organisationId}::uuid, ${kind}, ${id}::uuid)
    on conflict (organisation_id, kind, subject_id)
      do update set handled_at = now(), actor_id = current_actor_id()`.execute(handle)
}

/** Responses and failures since this time are in the inbox. */
export function recentFrom(now: Date): Date {
  return new Date(now.getTime() - recentMilliseconds)
}
