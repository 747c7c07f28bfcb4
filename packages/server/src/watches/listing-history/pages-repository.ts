import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { Address } from '../connectors/index.ts'
import { unknownRate, valueOfVisit, type ChangeRate, type Evidence } from '../visit-order/index.ts'
import type { PageKind } from './types.ts'

/** A watch, as far as its history needs it. */
export type WatchRef = { id: string; organisationId: string }

export type PageRow = {
  id: string
  url: string
  kind: PageKind
  etag: string | null
  lastModified: string | null
  lastmod: string | null
  visitedLastmod: string | null
  visitedAt: Date | null
  runId: string | null
  evidence: Evidence
  dueAt: Date | null
}

const maxUrl = 2048
const hashOf = (url: string): Buffer => createHash('sha256').update(url).digest()

export const isStorable = (url: string): boolean => url.length <= maxUrl && !url.includes('\0')

/** Inserts addresses that are not known, and notes what a sitemap now says of those that are. */
export async function insertPages(
  handle: Transaction,
  watch: WatchRef,
  found: readonly (Address & { kind: PageKind })[],
  { query, at }: { query: string; at: Date },
): Promise<void> {
  const pages = new Map(found.filter(({ url }) => isStorable(url)).map((page) => [page.url, page]))
  const rows = [...pages.values()].map(({ url, lastmod = null, kind }) => ({
    id: randomUUID(),
    url,
    hash: hashOf(url).toString('hex'),
    lastmod,
    kind,
  }))
  // In one order, so that two runs do not wait for each other.
  rows.sort((a, b) => (a.hash < b.hash ? -1 : 1))
  await sql`
    insert into watch_pages as p (id, organisation_id, watch_id, url, url_hash, kind, query, lastmod,
      found_at)
    select id, ${watch.organisationId}::uuid, ${watch.id}::uuid, url, decode(hash, 'hex'), kind,
      ${query}, lastmod, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id uuid, url text, hash text, kind text, lastmod text)
    on conflict (watch_id, url_hash) do update set lastmod = excluded.lastmod
      where excluded.lastmod is not null and p.lastmod is distinct from excluded.lastmod`.execute(
    handle,
  )
}

const columns = sql`p.id, p.url, p.kind, p.etag, p.last_modified as "lastModified", p.lastmod,
  p.visited_lastmod as "visitedLastmod", p.visited_at as "visitedAt", p.run_id as "runId",
  json_build_object('shape', p.evidence_shape, 'days', p.evidence_days) as evidence,
  p.due_at as "dueAt"`

/** The pages at these addresses, locked until the transaction ends. */
export async function lockPages(
  handle: Transaction,
  { id }: WatchRef,
  urls: readonly string[],
): Promise<PageRow[]> {
  const hashes = urls.map((url) => hashOf(url).toString('hex'))
  const { rows } = await sql<PageRow>`
    select ${columns} from watch_pages p
    where p.watch_id = ${id}::uuid and p.url_hash = any (
      select decode(h, 'hex') from unnest(${hashes}::text[]) h)
    order by p.url_hash for update`.execute(handle)
  return rows
}

export async function findValidators(
  handle: Transaction,
  { id }: WatchRef,
  url: string,
): Promise<{ etag: string | null; lastModified: string | null } | undefined> {
  const { rows } = await sql<{ etag: string | null; lastModified: string | null }>`
    select etag, last_modified as "lastModified" from watch_pages
    where watch_id = ${id}::uuid and url_hash = ${hashOf(url)}`.execute(handle)
  return rows[0]
}

export async function listSitemaps(
  handle: Transaction,
  { id }: WatchRef,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    select url from watch_pages where watch_id = ${id}::uuid and kind = 'sitemap'
    limit ${limit}`.execute(handle)
  return rows.map(({ url }) => url)
}

export type PageChange = Omit<PageRow, 'url' | 'lastmod'>

export async function updatePages(
  handle: Transaction,
  changes: readonly PageChange[],
): Promise<void> {
  await sql`
    update watch_pages p set kind = r.kind, etag = r.etag, last_modified = r."lastModified",
      visited_lastmod = r."visitedLastmod", visited_at = r."visitedAt", run_id = r."runId",
      evidence_shape = r.shape, evidence_days = r.days, due_at = r."dueAt"
    from jsonb_to_recordset(${JSON.stringify(
      changes.map(({ evidence, ...page }) => ({ ...page, ...evidence })),
    )}::jsonb) as r (id uuid, kind text, etag text, "lastModified" text, "visitedLastmod" text,
      "visitedAt" timestamptz, "runId" uuid, shape float8, days float8, "dueAt" timestamptz)
    where p.id = r.id`.execute(handle)
}

/** Removes sitemaps that the site no longer has. */
export async function deletePages(handle: Transaction, ids: readonly string[]): Promise<void> {
  await sql`delete from watch_pages where id = any (${[...ids]}::uuid[])`.execute(handle)
}

/** What is known of a site as a whole. */
export type SiteRates = {
  level: number
  prior: ChangeRate
  lastmodKept: number
  lastmodMissed: number
}

const unknownSite: SiteRates = {
  level: valueOfVisit(unknownRate, 7),
  prior: unknownRate,
  lastmodKept: 0,
  lastmodMissed: 0,
}

export async function findSiteRates(handle: Transaction, { id }: WatchRef): Promise<SiteRates> {
  const { rows } = await sql<SiteRates>`
    select level, json_build_object('shape', prior_shape, 'days', prior_days) as prior,
      lastmod_kept as "lastmodKept", lastmod_missed as "lastmodMissed"
    from watch_visit_rates where watch_id = ${id}::uuid`.execute(handle)
  return rows[0] ?? unknownSite
}

export async function saveSiteRates(
  handle: Transaction,
  { id, organisationId }: WatchRef,
  { level, prior, lastmodKept, lastmodMissed }: SiteRates,
): Promise<void> {
  await sql`
    insert into watch_visit_rates (watch_id, organisation_id, level, prior_shape, prior_days,
      lastmod_kept, lastmod_missed)
    values (${id}::uuid, ${organisationId}::uuid, ${level}, ${prior.shape}, ${prior.days},
      ${lastmodKept}, ${lastmodMissed})
    on conflict (watch_id) do update set level = excluded.level,
      prior_shape = excluded.prior_shape, prior_days = excluded.prior_days,
      lastmod_kept = excluded.lastmod_kept, lastmod_missed = excluded.lastmod_missed`.execute(
    handle,
  )
}
