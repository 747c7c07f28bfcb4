import { verdicts } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { ThresholdView } from '../../brands/thresholds/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import {
  listingStanding,
  standingColumns,
  visibleListings,
  type ListingStanding,
} from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { settledListings } from '../../review/decisions/queries.ts'
import { portfolioProbabilities } from '../../sellers/portfolios/index.ts'
import { sellerAccounts } from '../../sellers/seller-accounts/queries.ts'

type Sql = RawBuilder<unknown>

export type FunnelReading = { viewer: Viewer; view: ThresholdView | undefined }

type IncomingRow = ListingStanding & { count: number }

/** The listings first seen in some days, by their standing; up to `limit` of each verdict. */
export async function countIncoming(
  handle: Transaction,
  { viewer, view, from, to, limit }: FunnelReading & { from: string; to: string; limit: number },
): Promise<{ rows: IncomingRow[]; more: boolean }> {
  const counted: IncomingRow[] = []
  let more = false
  for (const verdict of verdicts) {
    const listings = visibleListings({
      viewer,
      view,
      filters: { verdict, seenFrom: from, seenTo: to },
      order: 'newest',
      limit,
      reach: 2 * limit,
    })
    const { rows } = await sql<IncomingRow>`
      with seen (id, key) as materialized (${listings})
      select ${standingColumns}, count(*)::int4 as count
      from (select distinct id from seen) n
      cross join lateral (${listingStanding(viewer, sql`n.id`)}) s
      group by 1, 2, 3, 4, 5`.execute(handle)
    counted.push(...rows.map((row) => ({ ...row, verdict })))
    more ||= rows.reduce((sum, { count }) => sum + count, 0) >= limit
  }
  return { rows: counted, more }
}

type DecidedRow = ListingStanding & { counterfeit: number; honest: number }

type DecidedReading = Pick<FunnelReading, 'viewer'> & { since: string; limit: number }

/** The listings on which the organisation decided last since a day and whose goods are known. */
function decidedListings({ viewer, since, limit }: DecidedReading): Sql {
  const within =
    viewer.only === undefined ? sql`` : sql`and ${mentionsBrandOf(sql`d.listing_id`, viewer.only)}`
  const begun = sql`(${since}::date at time zone 'utc')`
  return sql`
    select d.listing_id, d.goods
    from ${settledListings(viewer.organisationId, { since: begun })} d
    where d.goods is not null ${within}
    order by d.decided_at desc, d.listing_id limit ${limit}`
}

/** These listings, by their standing. */
export async function countDecided(
  handle: Transaction,
  reading: DecidedReading,
): Promise<DecidedRow[]> {
  const { rows } = await sql<DecidedRow>`
    select ${standingColumns}, (count(*) filter (where n.goods = 'counterfeit'))::int4 as counterfeit,
      (count(*) filter (where n.goods = 'honest'))::int4 as honest
    from (${decidedListings(reading)}) n
    cross join lateral (${listingStanding(reading.viewer, sql`n.listing_id`)}) s
    where s.verdict is not null
    group by 1, 2, 3, 4, 5`.execute(handle)
  return rows
}

type SellersRow = { probability: number; incoming: number; counterfeit: number; honest: number }

/**
 * Sellers by the probability of their portfolios, 0 without one: those who listed something in some days, and those on
 * whose listings the organisation decided, by most of these decisions.
 */
export async function countSellers(
  handle: Transaction,
  { from, to, ...reading }: DecidedReading & { from: string; to: string },
): Promise<SellersRow[]> {
  const { rows } = await sql<SellersRow>`
    with labelled as materialized (
      select l.seller_account_id as id, count(*) filter (where n.goods = 'counterfeit') * 2 > count(*)
        as counterfeit
      from (${decidedListings(reading)}) n
      cross join lateral (
        select f.seller_account_id from ${listingFacts} f where f.id = n.listing_id offset 0
      ) l
      where l.seller_account_id is not null
      group by 1
    ),
    known as materialized (
      select p.seller_account_id as id, p.probability,
        a.last_seen_at >= (${from}::date at time zone 'utc')
          and a.first_seen_at < ((${to}::date + 1) at time zone 'utc') as listed
      from ${portfolioProbabilities(reading.viewer)} p
      join ${sellerAccounts} a on a.id = p.seller_account_id
    )
    select coalesce(known.probability, 0) as probability,
      (count(*) filter (where known.listed))::int4 as incoming,
      (count(*) filter (where labelled.counterfeit))::int4 as counterfeit,
      (count(*) filter (where not labelled.counterfeit))::int4 as honest
    from known full join labelled on labelled.id = known.id
    group by 1`.execute(handle)
  return rows
}
