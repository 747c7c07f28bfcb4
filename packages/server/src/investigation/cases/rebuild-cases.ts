import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { foldEvents, type CaseEvent } from './types.ts'
import { findCase, updateCase } from './repository.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'

type Rebuilt = {
  cases: number
  /** Those that stood otherwise than their events tell; they are mended. */
  mended: string[]
  /** The last that was looked at; the next call goes on after it. */
  last: string | undefined
}

/**
 * Makes anew how cases stand from their events: a number of cases after the given one. For the
 * operator, who sees the cases of all organisations.
 */
export async function rebuildCases(
  handle: Transaction,
  { after, limit }: { after?: string; limit: number },
): Promise<Rebuilt> {
  const { rows } = await sql<{ id: string }>`
    select id from cases where ${after ?? null}::uuid is null or id > ${after ?? null}::uuid
    order by id limit ${limit}`.execute(handle)
  const mended: string[] = []
  for (const { id } of rows) if (await rebuild(handle, id)) mended.push(id)
  return { cases: rows.length, mended, last: rows.at(-1)?.id }
}

async function rebuild(handle: Transaction, id: string): Promise<boolean> {
  const kept = await findCase(handle, id, { lock: true })
  if (kept === undefined) return false
  const { rows: events } = await sql<CaseEvent & { at: Date }>`
    select kind, data, at from case_events where case_id = ${id}::uuid order by position`.execute(
    handle,
  )
  const told = foldEvents(events.map((event) => ({ ...event, at: event.at.toISOString() })))
  const { rows } = await sql<{ id: string }>`
    select listing_id as id from case_listings where case_id = ${id}::uuid`.execute(handle)
  const there = new Set(rows.map((row) => row.id))
  const isSame =
    isDeepStrictEqual(kept.state, told.state) &&
    kept.events === events.length &&
    kept.listings === told.listings.size &&
    there.size === told.listings.size &&
    [...told.listings].every((listing) => there.has(listing))
  if (isSame) return false
  const listings = [...told.listings]
  await sql`
    delete from case_listings where case_id = ${id}::uuid
      and not listing_id = any (${listings}::uuid[])`.execute(handle)
  // A listing whose row was lost has its names from the listing, where that is still kept.
  await sql`
    insert into case_listings
      (case_id, organisation_id, listing_id, marketplace, external_id, seller_account_id)
    select ${id}::uuid, ${kept.organisationId}::uuid, told, coalesce(l.marketplace, ''),
      coalesce(l.external_id, ''), l.seller_account_id
    from unnest(${listings}::uuid[]) as told left join ${listingFacts} l on l.id = told
    on conflict (case_id, listing_id) do nothing`.execute(handle)
  const stands = { state: told.state, events: events.length, listings: listings.length }
  await updateCase(handle, { id, ...stands }, kept.changedAt)
  return true
}
