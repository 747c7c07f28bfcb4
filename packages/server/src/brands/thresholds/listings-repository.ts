import type { Listing } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { currentListings, listingFacts, listingMentions } from '../../listings/ingest/queries.ts'
import {
  allDecisions,
  decisionsInForce,
  withdrawnDecisions,
} from '../../review/decisions/queries.ts'

/** An organisation's own listings by their first brand, or all visible listings of brands. */
export type ListingSource = { organisationId: string; source: 'own' | 'sight' }

/** Listings judged by the same thresholds. */
export type ListingScope = ListingSource &
  ({ brands: readonly string[] } | { allBut: readonly string[] })

const columns = {
  own: { table: listingFacts, id: sql`id`, brand: sql`lead_brand_id` },
  sight: { table: listingMentions, id: sql`listing_id`, brand: sql`brand_id` },
}

function whoseOf({ source, organisationId }: ListingSource): RawBuilder<unknown> {
  return source === 'own' ? sql`organisation_id = ${organisationId}::uuid` : sql`confidence >= 0.9`
}

function within(scope: ListingScope): RawBuilder<unknown> {
  const { brand } = columns[scope.source]
  const whose = whoseOf(scope)
  if ('brands' in scope) return sql`${whose} and ${brand} = any (${scope.brands}::text[])`
  return sql`${whose} and coalesce(${brand}, '') <> all (${scope.allBut}::text[])`
}

export type BucketCount = { brand: string | null; rung: number; count: number }

/** Number of listings in each of these buckets, by brand; counts up to `limit`. */
export async function countByBucket(
  handle: Transaction,
  { scope, rungs, limit }: { scope: ListingScope; rungs: readonly number[]; limit: number },
): Promise<BucketCount[]> {
  const { table, brand } = columns[scope.source]
  const { rows } = await sql<BucketCount>`
    select brand, rung, count(*)::int as count from (
      select ${brand} as brand, rung from ${table} listing
      where ${within(scope)} and rung = any (${rungs}::int[]) limit ${limit}
    ) standing
    group by brand, rung order by brand, rung`.execute(handle)
  return rows
}

/** Number of listings of each of these brands, up to `limit` each. */
export async function countListings(
  handle: Transaction,
  { scope, brands, limit }: { scope: ListingSource; brands: readonly string[]; limit: number },
): Promise<Map<string, number>> {
  const { table, brand } = columns[scope.source]
  const { rows } = await sql<{ brand: string; count: number }>`
    select named.brand, counted.count::int as count from unnest(${brands}::text[]) as named (brand)
    cross join lateral (
      select count(*) as count from (
        select from ${table} listing where ${whoseOf(scope)} and ${brand} = named.brand limit ${limit}
      ) found
    ) counted`.execute(handle)
  return new Map(rows.map((row) => [row.brand, row.count]))
}

export type Example = { id: string; rung: number; marketplace: string; listing: Listing }

/** The newest listings in these buckets: the first of each bucket, and of each brand if some are named. */
export async function listNewestInBuckets(
  handle: Transaction,
  { scope, rungs, limit }: { scope: ListingScope; rungs: readonly number[]; limit: number },
): Promise<Example[]> {
  const { table, id, brand } = columns[scope.source]
  const [brands, ofBrand] =
    'brands' in scope
      ? [scope.brands, sql`${whoseOf(scope)} and ${brand} = named.brand`]
      : [[''], within(scope)]
  const { rows } = await sql<Example>`
    with newest as materialized (
      select one.id, of.rung, one.first_seen_at
      from unnest(${brands}::text[]) as named (brand)
      cross join unnest(${rungs}::int[]) as of (rung)
      cross join lateral (
        select ${id} as id, first_seen_at from ${table} listing
        where ${ofBrand} and rung = of.rung
        order by first_seen_at desc, ${id} desc limit ${limit}
      ) one
      order by one.first_seen_at desc, one.id desc limit ${limit}
    )
    select n.id, n.rung, l.marketplace, l.content as listing
    from newest n
    cross join lateral (select * from ${currentListings} l where l.id = n.id) l
    order by n.first_seen_at desc, n.id desc`.execute(handle)
  return rows
}

export type DecidedCount = { decision: 'genuine' | 'counterfeit'; rung: number; count: number }

/** Buckets of the listings with these decisions, from an organisation's newest decisions. */
export async function countDecidedByBucket(
  handle: Transaction,
  { scope, newest }: { scope: ListingScope; newest: number },
): Promise<DecidedCount[]> {
  const { organisationId } = scope
  const { table, id } = columns[scope.source]
  const { rows } = await sql<DecidedCount>`
    with newest as materialized (
      select * from ${allDecisions} d
      where organisation_id = ${organisationId}::uuid
      order by recorded_at desc, id desc limit ${newest}
    )
    select n.verdict as decision, standing.rung, count(*)::int as count
    from newest n
    cross join lateral (
      select rung from ${table} listing where ${id} = n.listing_id and ${within(scope)} limit 1
    ) standing
    where n.verdict in ('genuine', 'counterfeit') and standing.rung is not null
      and not exists (
        select from ${decisionsInForce} later
        where later.listing_id = n.listing_id and later.organisation_id = ${organisationId}::uuid
          and (later.decided_at, later.recorded_at, later.id)
            > (n.decided_at, n.recorded_at, n.id)
      )
      and not exists (select from ${withdrawnDecisions} w where w.decision_id = n.id)
    group by n.verdict, standing.rung`.execute(handle)
  return rows
}

/** The next brands with own listings or thresholds, by id. */
export async function brandsAfter(
  handle: Transaction,
  { organisationId, after, limit }: { organisationId: string; after: string; limit: number },
): Promise<string[]> {
  const next = (last: RawBuilder<unknown>): RawBuilder<unknown> => sql`least(
    (
      select lead_brand_id from ${listingFacts} l
      where organisation_id = ${organisationId}::uuid and lead_brand_id > ${last}
      order by lead_brand_id limit 1
    ), (
      select brand_id from threshold_versions
      where organisation_id = ${organisationId}::uuid and brand_id > ${last}
      order by brand_id limit 1
    ))`
  // Skips from brand to brand in the index, however many listings are between.
  const { rows } = await sql<{ id: string }>`
    with recursive brand (id) as (
      select ${next(sql`${after}::text`)}
      union all
      select ${next(sql`brand.id`)} from brand where brand.id is not null
    )
    select id from brand where id is not null limit ${limit}`.execute(handle)
  return rows.map(({ id }) => id)
}
