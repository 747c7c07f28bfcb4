import { priorDays } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { allDecisions, recordedOutcomes, settledListings } from '../../review/decisions/queries.ts'
import { reportedOutcomes } from '../referrals/queries.ts'
import type { AccountDecision, SellerDecision } from './types.ts'

/** Newest decisions that count at most: older ones of so busy a seller change nothing more. */
const maxDecisions = 500
/** Newest decisions that order lists. */
const maxOrdering = 500
/** Newest listings of the account that are looked through. */
const maxListings = 2000

/**
 * What is known of the goods of a listing: by the organisation's decision and what became of it, or, without one, by
 * what an authority reported, unless the seller was found to be right. At most one row, with its weight.
 */
function knownGoods(
  organisationId: string,
  { since, listing }: { since: RawBuilder<unknown>; listing: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const org = sql`${organisationId}::uuid`
  return sql`(
    select coalesce(d.goods, r.goods) as goods, coalesce(d.decided_at, r.happened_at) as decided_at,
      case when r.goods = coalesce(d.goods, r.goods) then r.weight else 1 end as weight,
      coalesce(r.goods = 'counterfeit' and coalesce(d.goods, r.goods) = r.goods, false) as reported
    from (select) one
    left join (
      select case
          when bool_or(told.outcome = 'test-purchase-genuine') then 'honest'
          when not exists (
            select from ${recordedOutcomes} recorded
            where recorded.listing_id = ${listing} and recorded.organisation_id = ${org}
              and recorded.outcome in ('appeal-upheld', 'seller-proved-genuine', 'test-purchase-genuine')
          ) then 'counterfeit'
        end as goods,
        max(told.weight) as weight, max(told.happened_at) as happened_at
      from ${reportedOutcomes(org, listing)} told
      where told.happened_at >= ${since}
      having count(*) > 0
    ) r on true
    left join ${settledListings(organisationId, { since, listing })} d on true
    where coalesce(d.goods, r.goods) is not null
  )`
}

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
    select d.goods, d.decided_at as "decidedAt", d.weight, d.reported
    from ${listingFacts} l
    cross join lateral (
      select o.id from ${listingFacts} o
      where o.seller_account_id = l.seller_account_id and o.organisation_id = l.organisation_id
        and o.id <> l.id ${within}
      order by o.first_seen_at desc, o.id desc limit ${maxListings}
    ) o
    cross join lateral ${knownGoods(organisationId, { since, listing: sql`o.id` })} d
    where l.id = ${listingId}::uuid
    order by d.decided_at desc, o.id limit ${maxDecisions}`.execute(handle)
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
        (select listing_id from ${allDecisions} told
        where organisation_id = ${organisationId}::uuid and recorded_at >= ${since}
        order by recorded_at desc, id desc limit ${maxOrdering})
        union all
        (select named.listing from outcome_reports told
        cross join lateral unnest(told.listings) as named (listing)
        where told.organisation_id = ${organisationId}::uuid and told.reported_at >= ${since}
        order by told.reported_at desc, told.id desc, named.listing limit ${maxOrdering})
      ) told
    )
    select l.account, l.organisation, n.listing_id as listing, d.goods, d.decided_at as "decidedAt",
      d.weight, d.reported
    from newest n
    cross join lateral (
      select f.seller_account_id as account, f.organisation_id as organisation
      from ${listingFacts} f where f.id = n.listing_id offset 0
    ) l
    cross join lateral ${knownGoods(organisationId, { since, listing: sql`n.listing_id` })} d
    where l.account is not null ${within}
    order by d.decided_at desc, n.listing_id`.execute(handle)
  return rows
}
