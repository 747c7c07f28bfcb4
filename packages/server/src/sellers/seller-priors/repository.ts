import { priorDays } from '@touchstone/contract'
import { sql } from 'kysely'
import { listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { allDecisions, settledListings } from '../../review/decisions/queries.ts'
import type { AccountDecision, SellerDecision } from './types.ts'

/** Newest decisions that count at most: older ones of so busy a seller change nothing more. */
const maxDecisions = 500
/** Newest decisions that order lists. */
const maxOrdering = 500
/** Newest listings of the account that are looked through. */
const maxListings = 2000

/** The organisation's decisions on other listings of the listing's seller account that have not faded. */
export async function findSellerDecisions(
  handle: Transaction,
  options: {
    organisationId: string
    listingId: string
    now: Date
    only: readonly string[] | undefined
  },
): Promise<SellerDecision[]> {
  const { organisationId, listingId, now, only } = options
  const within = only === undefined ? sql`` : sql`and ${mentionsBrandOf(sql`o.id`, only)}`
  const since = sql`(${now}::timestamptz - make_interval(days => ${priorDays}::int))`
  const { rows } = await sql<SellerDecision>`
    select d.goods, d.decided_at as "decidedAt"
    from ${listingFacts} l
    cross join lateral (
      select o.id from ${listingFacts} o
      where o.seller_account_id = l.seller_account_id and o.organisation_id = l.organisation_id
        and o.id <> l.id ${within}
      order by o.first_seen_at desc, o.id desc limit ${maxListings}
    ) o
    cross join lateral ${settledListings(organisationId, { since, listing: sql`o.id` })} d
    where l.id = ${listingId}::uuid and d.goods is not null
    order by d.decided_at desc, d.listing_id limit ${maxDecisions}`.execute(handle)
  return rows
}

/** The organisation's newest decisions that have not faded, newest first, with the seller account of each listing. */
export async function findAccountDecisions(
  handle: Transaction,
  options: { organisationId: string; now: Date; only: readonly string[] | undefined },
): Promise<AccountDecision[]> {
  const { organisationId, now, only } = options
  const within = only === undefined ? sql`` : sql`and ${mentionsBrandOf(sql`n.listing_id`, only)}`
  const since = sql`(${now}::timestamptz - make_interval(days => ${priorDays}::int))`
  const { rows } = await sql<AccountDecision>`
    with newest as materialized (
      select distinct listing_id from (
        select listing_id from ${allDecisions} told
        where organisation_id = ${organisationId}::uuid and recorded_at >= ${since}
        order by recorded_at desc, id desc limit ${maxOrdering}
      ) told
    )
    select l.account, l.organisation, n.listing_id as listing, d.goods, d.decided_at as "decidedAt"
    from newest n
    cross join lateral (
      select f.seller_account_id as account, f.organisation_id as organisation
      from ${listingFacts} f where f.id = n.listing_id offset 0
    ) l
    cross join lateral ${settledListings(organisationId, { since, listing: sql`n.listing_id` })} d
    where l.account is not null and d.goods is not null ${within}
    order by d.decided_at desc, d.listing_id`.execute(handle)
  return rows
}
