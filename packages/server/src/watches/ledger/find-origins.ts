import type { FindOrigin } from '@touchstone/contract'
import { sql } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'

/** Listings decided to be counterfeit on these days, by their first source. */
export async function countOrigins(
  handle: Transaction,
  { organisationId, from, to }: { organisationId: string; from: string; to: string },
): Promise<{ origin: FindOrigin; count: number }[]> {
  const { rows } = await sql<{ origin: FindOrigin; count: number }>`
    select origin, count(*)::int as count
    from (
      select case
          when told.at <= l.first_seen_at then told.source
          -- A visit stores the listing first, and what it showed at once after it.
          when seen.at <= l.first_seen_at + interval '1 hour' then 'watch' else 'other'
        end as origin
      from (
        select distinct on (listing_id) listing_id, verdict, decided_at from ${decisionsInForce} d
        where organisation_id = ${organisationId}::uuid
        order by listing_id, decided_at desc, recorded_at desc, id desc
      ) d
      join ${listingFacts} l on l.id = d.listing_id
      left join lateral (
        select t.source, t.received_at as at from tip_listings tl join tips t on t.id = tl.tip_id
        where tl.listing_id = l.id order by t.received_at limit 1
      ) told on true
      left join lateral (
        select min(w.first_seen_at) as at
        from watch_sightings s join watch_listings w
          on w.watch_id = s.watch_id and w.external_id = l.external_id
        where s.listing_id = l.id
      ) seen on true
      where d.verdict = 'counterfeit'
        and d.decided_at >= ${from}::date::timestamp at time zone 'utc'
        and d.decided_at < (${to}::date + 1)::timestamp at time zone 'utc'
    ) each
    group by origin order by count(*) desc, origin`.execute(handle)
  return rows
}
