import type { ViewQuery } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type SavedViewRow = {
  id: string
  personId: string
  name: string
  shared: boolean
  query: ViewQuery
  changedAt: Date
}

const columns = sql`id, person_id as "personId", name, shared, query, changed_at as "changedAt"`

/** The views that the caller may select: row-level security shows no others. */
export async function findViews(
  handle: Transaction,
  organisationId: string,
  limit: number,
): Promise<SavedViewRow[]> {
  const { rows } = await sql<SavedViewRow>`
    select ${columns} from saved_views where organisation_id = ${organisationId}::uuid
    order by created_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

export async function findView(handle: Transaction, id: string): Promise<SavedViewRow | undefined> {
  const { rows } = await sql<SavedViewRow>`
    select ${columns} from saved_views where id = ${id}::uuid for update`.execute(handle)
  return rows[0]
}

export async function countViewsOf(
  handle: Transaction,
  organisationId: string,
  personId: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from saved_views
    where organisation_id = ${organisationId}::uuid and person_id = ${personId}::uuid`.execute(
    handle,
  )
  return rows[0]?.count ?? 0
}

export async function insertView(
  handle: Transaction,
  organisationId: string,
  { id, personId, name, shared, query }: Omit<SavedViewRow, 'changedAt'>,
): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    insert into saved_views (id, organisation_id, person_id, name, shared, query)
    values (${id}::uuid, ${organisationId}::uuid, ${personId}::uuid, ${name}, ${shared}::bool,
      ${JSON.stringify(query)}::json)
    returning changed_at as at`.execute(handle)
  return rows[0]?.at ?? new Date()
}

export async function updateView(
  handle: Transaction,
  { id, name, shared, query }: Omit<SavedViewRow, 'changedAt' | 'personId'>,
): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    update saved_views set name = ${name}, shared = ${shared}::bool,
      query = ${JSON.stringify(query)}::json, changed_at = now()
    where id = ${id}::uuid returning changed_at as at`.execute(handle)
  return rows[0]?.at ?? new Date()
}

export async function deleteView(handle: Transaction, id: string): Promise<void> {
  await sql`delete from saved_views where id = ${id}::uuid`.execute(handle)
}
