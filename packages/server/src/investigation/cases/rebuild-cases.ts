import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { foldEvents, type CaseEvent } from './types.ts'
import { findCase, updateCase } from './repository.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'

type Rebuilt = {
  cases: number
  /** Cases whose stored state differed from their events, and was corrected. */
  mended: string[]
  /** The last case checked; the next call continues after it. */
  last: string | undefined
}

/**
 * Rebuilds the state of a number of cases after the given one from their events. For the operator, who sees all
 * organisations' cases.
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
  const kase = await findCase(handle, id, { lock: true })
  if (kase === undefined) return false
  const { rows: events } = await sql<CaseEvent & { at: Date }>`
    select kind, data, at from case_events where case_id = ${id}::uuid order by position`.execute(
    handle,
  )
  const told = foldEvents(events.map((event) => ({ ...event, at: event.at.toISOString() })))
  const { rows } = await sql<{ id: string }>`
    select listing_id as id from case_listings where case_id = ${id}::uuid`.execute(handle)
  const there = new Set(rows.map((row) => row.id))
  const isSame =
    isDeepStrictEqual(kase.state, told.state) &&
    kase.events === events.length &&
    kase.listings === told.listings.size &&
    there.size === told.listings.size &&
    [...told.listings].every((listing) => there.has(listing))
  if (isSame) return false
  const listings = [...told.listings]
  await sql`
    delete from case_listings where case_id = ${id}::uuid
      and not listing_id = any (${listings}::uuid[])`.execute(handle)
  // A listing with a lost row gets its names from the listing itself, if still stored.
  await sql`
    insert into case_listings
      (case_id, organisation_id, listing_id, marketplace, external_id, seller_account_id)
    select ${id}::uuid, ${kase.organisationId}::uuid, told, coalesce(l.marketplace, ''),
      coalesce(l.external_id, ''), l.seller_account_id
    from unnest(${listings}::uuid[]) as told left join ${listingFacts} l on l.id = told
    on conflict (case_id, listing_id) do nothing`.execute(handle)
  const stands = { state: told.state, events: events.length, listings: listings.length }
  await updateCase(handle, { id, ...stands }, kase.changedAt)
  return true
}
