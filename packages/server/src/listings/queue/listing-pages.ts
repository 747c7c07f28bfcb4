import type { Assessment, Listing } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { isoMoment, runPrepared, type Transaction } from '../../platform/db/index.ts'
import type { ListingRow, ListingVersionRow } from './types.ts'
import {
  isReadInOrder,
  readingEnd,
  visibleListings,
  type ListingQuery,
  type ListingCursor,
} from './listing-query.ts'
import type { RankedListing } from './learned-order.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'

export type { Filters, ListingCursor } from './listing-query.ts'

/** The engine whose assessments are served; another's stand in until it has its own. */
type Served = { engine: string }

/** A reader of one listing, whose organisation's decision is included. */
type Reader = { organisationId: string }

export const listingColumns = sql`
  l.id, l.organisation_id as "organisationId", l.version, l.first_seen_at as "firstSeenAt",
  l.last_seen_at as "lastSeenAt", l.redacted_at as "redactedAt",
  l.withdrawn_at as "withdrawnAt", v.changed, v.content as listing, a.body as assessment, d.decision,
  l.seller_account_id as "sellerAccount"`

/** Joins a listing's related data row by row. */
export const joinNewest = ({ engine, organisationId }: Served & Reader): RawBuilder<unknown> => sql`
  join lateral (
    select changed, content from listing_versions v
    where v.listing_id = l.id and v.version = l.version
  ) v on true
  left join lateral (
    select body from assessments a
    where a.listing_id = l.id and a.version = l.version and not a.candidate
    order by a.engine = ${engine} desc, a.at desc, a.id limit 1
  ) a on true
  left join lateral (
    select json_build_object('id', d.id, 'verdict', d.verdict, 'version', d.version,
      'at', ${isoMoment(sql`d.decided_at`)}) as decision
    from ${decisionsInForce} d
    where d.listing_id = l.id and d.organisation_id = ${organisationId}::uuid
    order by d.decided_at desc, d.recorded_at desc, d.id desc limit 1
  ) d on true`

export type ListingRowPage = {
  items: ListingRow[]
  /** Where to continue, if there may be more. */
  next: ListingCursor | undefined
}

/**
 * A page of visible listings, each with its newest assessment. If much was skipped it may be shorter than requested,
 * and still have a next page.
 */
export async function pageOfListings(
  handle: Transaction,
  given: ListingQuery & Served & { ranked?: readonly RankedListing[] },
): Promise<ListingRowPage> {
  const { ranked = [], ...asked } = given
  const options = { ...asked, without: ranked.map(({ id }) => id) }
  const { order, limit, engine, viewer, after } = options
  const next = ranked
    .filter(({ key, id }) => after === undefined || isBeyond({ key, id }, after))
    .slice(0, limit)
  const { rows } = await sql<ListingRow & { key: Date | number }>`
    with seen (id, key) as materialized (
      ${visibleListings(options)}
      ${next.length === 0 ? sql`` : rankedRows(next)}
    ),
    page as materialized (
      select id, key from seen order by key desc, id desc limit ${limit}
    )
    select page.key, ${listingColumns}
    from page
    cross join lateral (select * from listings l where l.id = page.id) l
    ${joinNewest({ engine, organisationId: viewer.organisationId })}
    order by page.key desc, page.id desc`.execute(handle)
  const places = rows.map(({ key, id }) => ({ key: order === 'newest' ? key : Number(key), id }))
  const items = rows.map(({ key: _, ...item }) => item)
  const last = rows.length === limit ? places.at(-1) : undefined
  const isChecked = last !== undefined && isReadInOrder(options)
  // Of a full page, an index whose matches are rare may not have been read as far as the others.
  const end = isChecked ? undefined : await readEnd(handle, { ...options, upTo: last })
  if (end === undefined) return { items, next: last }
  // Rows beyond the end of one index may already have been read from others: they come with the next page.
  return { items: items.filter((_, at) => !isBeyond(places[at], end)), next: end }
}

/** Most listings with one submitted ID that are found; on one marketplace, each sender has one. */
const mostNamed = 200

/**
 * The listings with a submitted ID that row-level security shows: on a marketplace, or without one those of the
 * organisation itself.
 */
export async function findListingsNamed(
  handle: Transaction,
  named: { organisationId: string; marketplace: string | undefined; listing: string },
): Promise<{ own: string[]; others: string[] }> {
  const { organisationId, marketplace, listing } = named
  const where =
    marketplace === undefined
      ? sql`organisation_id = ${organisationId}::uuid`
      : sql`marketplace = ${marketplace}::text`
  const { rows } = await sql<{ id: string; own: boolean }>`
    select id, organisation_id = ${organisationId}::uuid as own from listings
    where ${where} and external_id = ${listing}::text limit ${mostNamed}`.execute(handle)
  const idsOf = (own: boolean): string[] =>
    rows.filter((row) => row.own === own).map(({ id }) => id)
  return { own: idsOf(true), others: idsOf(false) }
}

function rankedRows(ranked: readonly RankedListing[]): RawBuilder<unknown> {
  return sql`
    union all select * from unnest(${ranked.map(({ id }) => id)}::uuid[],
      ${ranked.map(({ key }) => key)}::float8[])`
}

async function readEnd(
  handle: Transaction,
  options: ListingQuery,
): Promise<ListingCursor | undefined> {
  const end = readingEnd(options)
  if (end === undefined) return undefined
  const { rows } = await sql<ListingCursor>`${end}`.execute(handle)
  return rows[0]
}

function isBeyond(place: ListingCursor | undefined, end: ListingCursor): boolean {
  if (place === undefined) return false
  const [key, endKey] = [Number(place.key), Number(end.key)]
  return key < endKey || (key === endKey && place.id < end.id)
}

export type BoundedCount = { count: number; more: boolean }

/** The number of visible listings, counted up to `limit` and no further than one request may read. */
export async function countListings(
  handle: Transaction,
  { limit, ...asked }: Omit<ListingQuery, 'after' | 'order'>,
): Promise<BoundedCount> {
  const counting: ListingQuery = { ...asked, order: 'newest', limit: limit + 1 }
  const { rows } = await sql<{ count: number }>`
    with seen (id, key) as materialized (${visibleListings(counting)})
    select count(*) as count from (select from seen limit ${limit + 1}) counted`.execute(handle)
  const count = rows[0]?.count ?? 0
  if (count > limit) return { count: limit, more: true }
  return { count, more: (await readEnd(handle, counting)) !== undefined }
}

export async function findListing(
  handle: Transaction,
  { id, ...read }: Served & Reader & { id: string },
): Promise<ListingRow | undefined> {
  const query = sql<ListingRow>`
    select ${listingColumns} from listings l ${joinNewest(read)} where l.id = ${id}::uuid`
  return (await runPrepared(query, handle)).rows[0]
}

/** The images of a listing, and what says who may see them. */
export type ListingImagesRow = {
  id: string
  organisationId: string
  images: NonNullable<Listing['images']>
  assessment: Pick<Assessment, 'brands'> | null
}

/** The images of some listings that row-level security shows. */
export async function imageSourcesOf(
  handle: Transaction,
  { ids, engine }: Served & { ids: readonly string[] },
): Promise<ListingImagesRow[]> {
  type Row = Omit<ListingImagesRow, 'images'> & { listing: Listing }
  // Both are read whole: PostgreSQL finds no part of a document that contains a null character.
  const { rows } = await sql<Row>`
    select l.id, l.organisation_id as "organisationId", v.content as listing, a.body as assessment
    from listings l
    join lateral (
      select content from listing_versions v
      where v.listing_id = l.id and v.version = l.version
    ) v on true
    left join lateral (
      select body from assessments a
      where a.listing_id = l.id and a.version = l.version and not a.candidate
      order by a.engine = ${engine} desc, a.at desc, a.id limit 1
    ) a on true
    where l.id = any (${[...ids]}::uuid[])`.execute(handle)
  return rows.map(({ listing, ...row }) => ({ ...row, images: listing.images ?? [] }))
}

/** A listing's versions with the newest assessment of each, newest first. */
export async function versionsOf(
  handle: Transaction,
  { id, engine, limit }: Served & { id: string; limit: number },
): Promise<ListingVersionRow[]> {
  const { rows } = await sql<ListingVersionRow>`
    select v.version, v.received_at as "receivedAt", v.changed, v.content as listing,
      a.body as assessment,
      case when v.ingested_by_id is not null
        then json_build_object('kind', v.ingested_by_kind, 'id', v.ingested_by_id) end as "ingestedBy"
    from listing_versions v
    left join lateral (
      select body from assessments a
      where a.listing_id = v.listing_id and a.version = v.version and not a.candidate
      order by a.engine = ${engine} desc, a.at desc, a.id limit 1
    ) a on true
    where v.listing_id = ${id}::uuid
    order by v.version desc limit ${limit}`.execute(handle)
  return rows
}
