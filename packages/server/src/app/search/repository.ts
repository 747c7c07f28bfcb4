import { searchedListings, type Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import { catalogBrands } from '../../brands/catalog/queries.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { noticeFacts, noticeListings } from '../../enforcement/notices/queries.ts'
import { caseFacts } from '../../investigation/cases/queries.ts'
import { currentListings, listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import { addressHashOf } from '../../listings/ingest/index.ts'
import { visibleListings } from '../../listings/queue/index.ts'
import { hasWords, type Transaction } from '../../platform/db/index.ts'

export type SearchQuery = { viewer: Viewer; search: string; limit: number }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Cases and notices that are looked through, the newest first. */
const maxWalked = 5000

export type FoundListing = { id: string; marketplace: string; externalId: string; title: string }

/** Listings by ID or address, then the newest with these words in their title. */
export async function findListings(
  handle: Transaction,
  { viewer, search, limit }: SearchQuery,
): Promise<FoundListing[]> {
  const { organisationId, only } = viewer
  const address = addressHashOf(search)
  const id = uuid.test(search) ? search : null
  const newest = visibleListings({
    viewer,
    view: undefined,
    filters: {},
    order: 'newest',
    limit: searchedListings,
  })
  const isNamed = sql`(
    l.external_id = ${search}::text
    or ${address === null ? sql`false` : sql`l.address_hash = ${address}::bytea`})`
  // A document with an escaped character is not searched: PostgreSQL refuses some of them.
  const title = sql`case when position('\\u' in l.content::text) = 0 then l.content ->> 'title' end`
  type Row = Omit<FoundListing, 'title'> & { content: Listing }
  const { rows } = await sql<Row>`
    with named as materialized (
      (select l.id from ${listingFacts} l where l.id = ${id}::uuid)
      union
      (select l.id from ${currentListings} l
        where l.organisation_id = ${organisationId}::uuid and l.external_id = ${search}::text limit ${limit})
      union
      (select l.id from ${currentListings} l
        where l.organisation_id = ${organisationId}::uuid and l.address_hash = ${address}::bytea limit ${limit})
    ),
    seen (id, key) as materialized (${newest}),
    found as materialized (
      select n.id, n.key
      from (select id, key from seen order by key desc, id desc limit ${searchedListings}) n
      cross join lateral (
        select * from ${currentListings} c where c.id = n.id offset 0
      ) l
      where ${isNamed} or ${hasWords(title, search)}
      order by n.key desc, n.id desc limit ${limit}
    ),
    hits as (
      select id, true as exact, null::timestamptz as key from named
      union all
      select id, false, key from found where id not in (select id from named)
    )
    select l.id, l.marketplace, l.external_id as "externalId", l.content
    from hits h cross join lateral (select * from ${currentListings} c where c.id = h.id) l
    where ${only === undefined ? sql`true` : mentionsBrandOf(sql`h.id`, only)}
    order by h.exact desc, h.key desc, h.id desc limit ${limit}`.execute(handle)
  return rows.map(({ content, ...row }) => ({ ...row, title: content.title }))
}

export type FoundCase = { id: string; title: string; isOpen: boolean }

export async function findCases(
  handle: Transaction,
  { viewer: { organisationId, only }, search, limit }: SearchQuery,
): Promise<FoundCase[]> {
  const { rows } = await sql<FoundCase>`
    select c.id, c.title, c.closed_at is null as "isOpen"
    from (
      select * from ${caseFacts} c
      where c.organisation_id = ${organisationId}::uuid
        and ${only === undefined ? sql`true` : sql`c.brands && ${[...only]}::text[]`}
      order by c.changed_at desc, c.id desc limit ${maxWalked}
    ) c
    where c.id = ${uuid.test(search) ? search : null}::uuid or ${hasWords(sql`c.title`, search)}
    order by c.changed_at desc, c.id desc limit ${limit}`.execute(handle)
  return rows
}

export type FoundNotice = { id: string; title: string; state: string }

/** Notices by their case’s title, or by the ID of one of their listings. */
export async function findNotices(
  handle: Transaction,
  { viewer: { organisationId, only }, search, limit }: SearchQuery,
): Promise<FoundNotice[]> {
  const { rows } = await sql<FoundNotice>`
    select n.id, c.title, n.state
    from (
      select * from ${noticeFacts} n where n.organisation_id = ${organisationId}::uuid
      order by n.drafted_at desc, n.id desc limit ${maxWalked}
    ) n
    join ${caseFacts} c on c.id = n.case_id
    where ${only === undefined ? sql`true` : sql`c.brands && ${[...only]}::text[]`} and (
      n.id = ${uuid.test(search) ? search : null}::uuid or ${hasWords(sql`c.title`, search)}
      or exists (select from ${noticeListings} i
        where i.notice_id = n.id and i.external_id = ${search}::text))
    order by n.drafted_at desc, n.id desc limit ${limit}`.execute(handle)
  return rows
}

export type FoundBrand = { id: string; name: string }

export async function findBrands(
  handle: Transaction,
  { viewer: { organisationId, only }, search, limit }: SearchQuery,
): Promise<FoundBrand[]> {
  const { rows } = await sql<FoundBrand>`
    select b.id, b.name from ${catalogBrands} b
    where b.organisation_id = ${organisationId}::uuid and b.removed_at is null
      and ${only === undefined ? sql`true` : sql`b.id = any (${[...only]}::text[])`}
      and (b.id = lower(${search}::text) or ${hasWords(sql`b.name`, search)})
    order by b.name, b.id limit ${limit}`.execute(handle)
  return rows
}
