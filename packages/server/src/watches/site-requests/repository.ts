import type { SiteExtractView, SiteRequestKind } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'

export type ExcludedSiteRow = { site: string; excludedAt: Date; note: string | null }

/** Leaves a site out, and says since when. False if it was left out already. */
export async function insertExcludedSite(
  handle: Transaction,
  { site, note }: { site: string; note?: string | undefined },
): Promise<boolean> {
  const { rows } = await sql`
    insert into excluded_sites (host, note) values (${site}, ${note ?? null})
    on conflict (host) do nothing returning host`.execute(handle)
  return rows.length > 0
}

export async function findExcludedSite(
  handle: Transaction,
  site: string,
): Promise<ExcludedSiteRow | undefined> {
  const { rows } = await sql<ExcludedSiteRow>`
    select host as site, excluded_at as "excludedAt", note from excluded_sites
    where host = ${site}`.execute(handle)
  return rows[0]
}

export async function deleteExcludedSite(handle: Transaction, site: string): Promise<boolean> {
  const { rows } = await sql`
    delete from excluded_sites where host = ${site} returning host`.execute(handle)
  return rows.length > 0
}

export async function pageOfExcludedSites(
  handle: Transaction,
  { limit, after = '' }: { limit: number; after?: string },
): Promise<ExcludedSiteRow[]> {
  const { rows } = await sql<ExcludedSiteRow>`
    select host as site, excluded_at as "excludedAt", note from excluded_sites
    where host collate "C" > ${after} order by host collate "C" limit ${limit}`.execute(handle)
  return rows
}

export type NewSiteRequest = {
  id: string
  kind: SiteRequestKind
  site: string
  origin: string
  email: string | undefined
  message: string | undefined
  receiptHash: Buffer
  proof: string
  networkHash: Buffer
}

export async function insertSiteRequest(
  handle: Transaction,
  request: NewSiteRequest,
): Promise<{ receivedAt: Date }> {
  const { id, kind, site, origin, email, message, receiptHash, proof, networkHash } = request
  const { rows } = await sql<{ receivedAt: Date }>`
    insert into site_requests (id, kind, host, origin, email, message, receipt_hash, proof,
      network_hash)
    values (${id}::uuid, ${kind}, ${site}, ${origin}, ${email ?? null}, ${message ?? null},
      ${receiptHash}, ${proof}, ${networkHash})
    returning received_at as "receivedAt"`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error('a request of a site was not inserted')
  return row
}

export async function countRequestsOfNetwork(
  handle: Transaction,
  networkHash: Buffer,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from site_requests
    where network_hash = ${networkHash} and received_at > now() - interval '1 day'`.execute(handle)
  return rows[0]?.count ?? 0
}

export type SiteRequestRow = {
  id: string
  kind: SiteRequestKind
  site: string
  origin: string
  proof: string
  provenAt: Date | null
}

export async function findSiteRequest(
  handle: Transaction,
  receiptHash: Buffer,
  days: number,
): Promise<SiteRequestRow | undefined> {
  const { rows } = await sql<SiteRequestRow>`
    select id, kind, host as site, origin, proof, proven_at as "provenAt" from site_requests
    where receipt_hash = ${receiptHash} and received_at > now() - ${days} * interval '1 day'`.execute(
    handle,
  )
  return rows[0]
}

/** Claims the next check of a request; false if the last one began less than so many seconds ago. */
export async function claimCheck(
  handle: Transaction,
  id: string,
  seconds: number,
): Promise<boolean> {
  const { rows } = await sql`
    update site_requests set checked_at = now()
    where id = ${id}::uuid
      and (checked_at is null or checked_at < now() - ${seconds} * interval '1 second')
    returning id`.execute(handle)
  return rows.length > 0
}

export async function markProven(handle: Transaction, id: string): Promise<void> {
  await sql`
    update site_requests set proven_at = coalesce(proven_at, now())
    where id = ${id}::uuid`.execute(handle)
}

export type ListedRequestRow = Omit<SiteRequestRow, 'origin' | 'proof'> & {
  email: string | null
  message: string | null
  receivedAt: Date
  excludedAt: Date | null
}

export async function pageOfSiteRequests(
  handle: Transaction,
  { limit, after }: { limit: number; after?: { at: Date; id: string } },
): Promise<ListedRequestRow[]> {
  const place = after
    ? sql`where (r.received_at, r.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<ListedRequestRow>`
    select r.id, r.kind, r.host as site, r.email, r.message, r.received_at as "receivedAt",
      r.proven_at as "provenAt", e.excluded_at as "excludedAt"
    from site_requests r left join excluded_sites e on e.host = r.host
    ${place} order by r.received_at desc, r.id desc limit ${limit}`.execute(handle)
  return rows
}

/** Deletes requests so many days after they were received. */
export async function deleteOldRequests(handle: Transaction, days: number): Promise<void> {
  await sql`
    delete from site_requests where received_at < now() - ${days} * interval '1 day'`.execute(
    handle,
  )
}

/** What watches of all organisations hold of a site: watches visit no host but that of their address. */
export async function findExtract(
  handle: Transaction,
  site: string,
): Promise<Outgoing<SiteExtractView>> {
  const { rows } = await sql<Omit<Outgoing<SiteExtractView>, 'site'>>`
    with own as (
      select id from watches
      where lower(substring(site from '^https?://(?:www\.)?([^/?#:]+)')) = ${site}
    ),
    held as (
      select content from watch_listings where watch_id in (select id from own)
    )
    select (select excluded_at from excluded_sites where host = ${site}) as "excludedAt",
      coalesce(u.requests, 0)::float8 as requests, coalesce(u.bytes, 0)::float8 as bytes,
      r.first as "firstVisitAt", r.last as "lastVisitAt",
      (select count(*)::int from watch_pages where watch_id in (select id from own)) as pages,
      (select count(*)::int from held) as listings,
      (select count(*)::int from held where content -> 'seller' is not null)
        as "listingsWithSeller",
      (select coalesce(json_agg(json_build_object('field', field, 'listings', listings)
          order by field), '[]')
        from (
          select field, count(*)::int as listings from held, json_object_keys(content) field
          group by field
        ) counted) as fields
    from (
      select sum(requests) as requests, sum(bytes) as bytes from watch_usage
      where watch_id in (select id from own)
    ) u,
    (
      select min(started_at) as first, max(started_at) as last from watch_runs
      where watch_id in (select id from own)
    ) r`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error('an extract has no row')
  return { site, ...row }
}
