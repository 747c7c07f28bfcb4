import type { Listing, WatchedListingState } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { Difference } from './listing-differences.ts'
import type { Standing } from './listing-state.ts'
import type { WatchRef } from './pages-repository.ts'

export type WatchedListing = Standing & {
  id: string
  pageId: string
  marketplace: string
  externalId: string
  content: Listing
  changed: string[]
  contentAt: Date
  sellerRemoved: boolean
  firstSeenAt: Date
  lastSeenAt: Date
  visitedAt: Date
  runId: string
  contentRunId: string
  version: number
}

/** Listings by their ids on the site, and those last seen on these pages, locked until the transaction ends. */
export async function lockListings(
  handle: Transaction,
  { id }: WatchRef,
  externalIds: readonly string[],
  pageIds: readonly string[],
): Promise<WatchedListing[]> {
  const { rows } = await sql<WatchedListing & { notFoundSince: Date | null }>`
    select l.id, l.page_id as "pageId", l.marketplace, l.external_id as "externalId", l.state,
      l.is_listed as "isListed", l.not_found_since as "notFoundSince", l.content, l.changed,
      l.content_at as "contentAt", l.seller_removed as "sellerRemoved", l.first_seen_at as "firstSeenAt",
      l.last_seen_at as "lastSeenAt", l.visited_at as "visitedAt", l.run_id as "runId",
      l.content_run_id as "contentRunId", l.version
    from watch_listings l
    where l.id in (
      select id from watch_listings
      where watch_id = ${id}::uuid and external_id = any (${[...externalIds]}::text[])
      union select id from watch_listings where page_id = any (${[...pageIds]}::uuid[]))
    order by l.id for update`.execute(handle)
  return rows.map((row) => ({ ...row, notFoundSince: row.notFoundSince ?? undefined }))
}

export async function saveListings(
  handle: Transaction,
  { id, organisationId }: WatchRef,
  listings: readonly WatchedListing[],
): Promise<void> {
  await sql`
    insert into watch_listings (id, organisation_id, watch_id, page_id, marketplace, external_id,
      state, is_listed, not_found_since, content, changed, content_at, seller_removed, first_seen_at,
      last_seen_at, visited_at, run_id, content_run_id, version)
    select id, ${organisationId}::uuid, ${id}::uuid, "pageId", marketplace, "externalId", state,
      "isListed", "notFoundSince", content, changed, "contentAt", "sellerRemoved", "firstSeenAt",
      "lastSeenAt", "visitedAt", "runId", "contentRunId", version
    from json_to_recordset(${JSON.stringify(listings)}::json) as r (id uuid, "pageId" uuid,
      marketplace text, "externalId" text, state text, "isListed" bool,
      "notFoundSince" timestamptz, content json, changed text[], "contentAt" timestamptz,
      "sellerRemoved" bool, "firstSeenAt" timestamptz, "lastSeenAt" timestamptz,
      "visitedAt" timestamptz, "runId" uuid, "contentRunId" uuid, version int4)
    on conflict (id) do update set page_id = excluded.page_id, state = excluded.state,
      is_listed = excluded.is_listed, not_found_since = excluded.not_found_since,
      content = excluded.content, changed = excluded.changed, content_at = excluded.content_at,
      last_seen_at = excluded.last_seen_at,
      visited_at = excluded.visited_at, run_id = excluded.run_id,
      content_run_id = excluded.content_run_id, version = excluded.version`.execute(handle)
}

export type NewVersion = {
  listingId: string
  version: number
  at: Date
  state: WatchedListingState
  differences: readonly Difference[] | null
}

export async function insertVersions(
  handle: Transaction,
  { id, organisationId }: WatchRef,
  run: string,
  versions: readonly NewVersion[],
): Promise<void> {
  await sql`
    insert into watch_listing_versions (listing_id, version, organisation_id, watch_id, run_id, at,
      state, differences)
    select "listingId", version, ${organisationId}::uuid, ${id}::uuid, ${run}::uuid, at, state,
      differences
    from json_to_recordset(${JSON.stringify(versions)}::json) as r ("listingId" uuid,
      version int4, at timestamptz, state text, differences json)`.execute(handle)
}
