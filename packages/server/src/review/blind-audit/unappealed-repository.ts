import type { Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { FrameCount, FramePart } from './sampling-frame-repository.ts'
import { submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { measuresWithoutComplaint } from '../../enforcement/moderation/queries.ts'
import { listingFacts, listingMentions } from '../../listings/ingest/queries.ts'

type PeriodQuery = { organisationId: string; from: Date; to: Date }

/**
 * The organisation's own listings that were restricted in a week, or recorded as removed, and remain so without a
 * complaint by their sellers: nobody else reviews them. Listings that arrived in the same week are in the week's
 * other strata.
 */
export async function readUnappealed(
  handle: Transaction,
  { organisationId, from, to }: PeriodQuery,
): Promise<{ parts: FramePart[]; counts: FrameCount[] }> {
  const { rows } = await sql<{ id: string; verdict: Verdict; brands: string[] }>`
    with restricted as (
      select m.listing_id as id from ${measuresWithoutComplaint} m
      where m.organisation_id = ${organisationId}::uuid
        and m.starts_on >= ${from}::date and m.starts_on < ${to}::date
        and m.listing_id is not null
        and not exists (select from ${submittedAppeals} a where a.proceeding_id = m.proceeding_id)
      union
      select o.listing_id from outcomes o
      where o.organisation_id = ${organisationId}::uuid and o.outcome = 'removed'
        and o.recorded_at >= ${from}::timestamptz and o.recorded_at < ${to}::timestamptz
        and not exists (select from outcomes b
          where b.listing_id = o.listing_id and b.organisation_id = o.organisation_id
            and b.outcome in ('restored', 'appeal-upheld', 'seller-proved-genuine')
            and b.happened_at >= o.happened_at)
    )
    select l.id, l.verdict, array(select m.brand_id from ${listingMentions} m
      where m.listing_id = l.id and m.organisation_id = l.organisation_id) as brands
    from restricted r join ${listingFacts} l on l.id = r.id
    where l.organisation_id = ${organisationId}::uuid and l.verdict is not null
      and l.first_seen_at < ${from}::timestamptz
    order by l.id`.execute(handle)
  const stratum = 'unappealed' as const
  const parts: FramePart[] = []
  const counts: FrameCount[] = []
  for (const verdict of new Set(rows.map((row) => row.verdict))) {
    const alike = rows.filter((row) => row.verdict === verdict)
    parts.push({ stratum, verdict, ids: alike.map(({ id }) => id) })
    counts.push({ stratum, verdict, brand: null, listings: alike.length })
    for (const brand of new Set(alike.flatMap(({ brands }) => brands))) {
      const listings = alike.filter(({ brands }) => brands.includes(brand)).length
      counts.push({ stratum, verdict, brand, listings })
    }
  }
  return { parts, counts }
}
