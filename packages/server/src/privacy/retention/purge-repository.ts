import { sql, type RawBuilder } from 'kysely'
import { matchesVerdict } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findThresholdView } from '../../brands/thresholds/index.ts'

export type PurgeCursor = { countedFrom: Date; id: string }

export type PurgeCandidate = PurgeCursor & { lastSeenAt: Date; redactedAt: Date | null }

export type PurgeQuery = {
  organisationId: string
  /** Whose days are counted from before this. */
  before: Date
  after: PurgeCursor | undefined
  limit: number
}

/**
 * Clear offers whose time may be up, oldest first, kept from others until the end. One counts as clear
 * where both the engine and the organisation's thresholds make it so: what its people may still have
 * to look at does not go, nor does moving a threshold make evidence go sooner.
 */
export async function pageToPurge(
  handle: Transaction,
  asked: PurgeQuery,
): Promise<PurgeCandidate[]> {
  const view = await findThresholdView(handle, asked.organisationId)
  const seen = view ? sql`and ${matchesVerdict({ verdict: 'clear', view })}` : sql``
  return page(handle, asked, sql`verdict = 'clear' ${seen}`)
}

/** Offers that hold personal fields still and whose time may be up, likewise. */
export function pageToRedact(handle: Transaction, asked: PurgeQuery): Promise<PurgeCandidate[]> {
  return page(handle, asked, sql`redacted_at is null`)
}

async function page(
  handle: Transaction,
  { organisationId, before, after, limit }: PurgeQuery,
  which: RawBuilder<unknown>,
): Promise<PurgeCandidate[]> {
  const beyond = after
    ? sql`and (counted_from, id) > (${after.countedFrom}::timestamptz, ${after.id}::uuid)`
    : sql``
  // Whoever takes an offer just now has it in his hands, and it is no old one.
  const { rows } = await sql<PurgeCandidate>`
    select id, counted_from as "countedFrom", last_seen_at as "lastSeenAt",
      redacted_at as "redactedAt"
    from listings
    where organisation_id = ${organisationId}::uuid and ${which}
      and counted_from < ${before}::timestamptz ${beyond}
    order by counted_from, id limit ${limit}
    for update skip locked`.execute(handle)
  return rows
}

/** Counts the days of these offers anew, from these moments; no longer where there is none. */
export async function updateCountedFrom(
  handle: Transaction,
  places: readonly { id: string; countedFrom: Date | null }[],
): Promise<void> {
  if (places.length === 0) return
  await sql`
    update listings l set counted_from = given.at
    from unnest(${places.map(({ id }) => id)}::uuid[],
      ${places.map(({ countedFrom }) => countedFrom)}::timestamptz[]) as given (id, at)
    where l.id = given.id`.execute(handle)
}

/** Which of these offers the engine has still to judge. */
export async function findDueListings(
  handle: Transaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select listing_id as id from judgements_due where listing_id = any (${ids}::uuid[])`.execute(
    handle,
  )
  return new Set(rows.map(({ id }) => id))
}

/** On which of these offers somebody decided, told what came of them, or read them by lot. */
export async function findDecidedListings(
  handle: Transaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${ids}::uuid[]) as given (id)
    where exists (select from decisions where listing_id = given.id)
      or exists (select from outcomes where listing_id = given.id)
      or exists (select from proposed_decisions where listing_id = given.id)
      or exists (select from quality_items where listing_id = given.id)`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}

/** Deletes offers with their versions and all that was said of them; mentions and due work go along. */
export async function deleteListings(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  // One look into the index for each offer: of a store that grew fast the planner knows no sizes, and
  // would read all of it for every batch.
  for (const table of ['assessments', 'listing_versions'] as const) {
    await sql`
      delete from ${sql.table(table)} where ctid = any (array(
        select found.ctid from unnest(${ids}::uuid[]) as given (id)
        cross join lateral (
          select ctid from ${sql.table(table)} where listing_id = given.id offset 0
        ) found
      ))`.execute(handle)
  }
  await sql`
    delete from listings where id = any (array(select unnest(${ids}::uuid[])))`.execute(handle)
}

/** Forgets old answers, some at once; gives how many. */
export async function deleteStoredResponses(
  handle: Transaction,
  { organisationId, before, limit }: { organisationId: string; before: Date; limit: number },
): Promise<number> {
  const { rows } = await sql<{ key: string }>`
    delete from answered_requests
    where organisation_id = ${organisationId}::uuid and idempotency_key in (
      select idempotency_key from answered_requests
      where organisation_id = ${organisationId}::uuid and at < ${before}::timestamptz
      order by at limit ${limit}
    )
    returning idempotency_key as key`.execute(handle)
  return rows.length
}
