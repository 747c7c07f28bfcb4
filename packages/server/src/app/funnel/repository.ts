import { verdicts, type Verdict } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { ThresholdView } from '../../brands/thresholds/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { listingFacts, listingMentions, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import { listingCarries, mentionShows, visibleListings } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { settledListings } from '../../review/decisions/queries.ts'

type Sql = RawBuilder<unknown>

/** What decides the queue of a listing, as this organisation sees it. */
export type Standing = {
  verdict: Verdict
  rung: number | null
  lead: string | null
  impossiblePrice: boolean
  /** True where a rival’s catalog may have contributed: its thresholds stay those of the engine. */
  besideRival: boolean
}

export type FunnelReading = { viewer: Viewer; view: ThresholdView | undefined }

/** As the sender’s for one’s own; for others’ by the brand in sight with the gravest verdict. */
function standingOf(viewer: Viewer, id: Sql): Sql {
  return sql`
    select l.verdict, l.rung, l.lead_brand_id as lead,
      ${listingCarries('price.impossible', sql`l.`)} as impossible, false as rival
    from ${listingFacts} l
    where l.id = ${id} and l.organisation_id = ${viewer.organisationId}::uuid
    union all
    (
      select m.verdict, m.rung, m.brand_id,
        ${mentionShows('price.impossible', viewer, sql`m.`)},
        m.brand_id = any (${[...viewer.besideRivals]}::text[])
      from ${listingMentions} m
      where m.listing_id = ${id} and m.organisation_id <> ${viewer.organisationId}::uuid
        and m.confidence >= 0.9 and m.brand_id = any (${[...viewer.brands]}::text[])
      order by array_position(${[...verdicts]}::text[], m.verdict) desc, m.brand_id limit 1
    )`
}

const standingColumns = sql`s.verdict, s.rung, s.lead, s.impossible as "impossiblePrice",
  s.rival as "besideRival"`

type IncomingRow = Standing & { count: number }

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
      cross join lateral (${standingOf(viewer, sql`n.id`)}) s
      group by 1, 2, 3, 4, 5`.execute(handle)
    counted.push(...rows.map((row) => ({ ...row, verdict })))
    more ||= rows.reduce((sum, { count }) => sum + count, 0) >= limit
  }
  return { rows: counted, more }
}

type DecidedRow = Standing & { counterfeit: number; honest: number }

/** The listings on which the organisation decided since a day and whose goods are known, by their standing. */
export async function countDecided(
  handle: Transaction,
  { viewer, since, limit }: Pick<FunnelReading, 'viewer'> & { since: string; limit: number },
): Promise<DecidedRow[]> {
  const within =
    viewer.only === undefined ? sql`` : sql`and ${mentionsBrandOf(sql`d.listing_id`, viewer.only)}`
  const begun = sql`(${since}::date at time zone 'utc')`
  const { rows } = await sql<DecidedRow>`
    select ${standingColumns}, (count(*) filter (where n.goods = 'counterfeit'))::int4 as counterfeit,
      (count(*) filter (where n.goods = 'honest'))::int4 as honest
    from (
      select d.listing_id, d.goods
      from ${settledListings(viewer.organisationId, { since: begun })} d
      where d.goods is not null ${within}
      order by d.decided_at desc, d.listing_id limit ${limit}
    ) n
    cross join lateral (${standingOf(viewer, sql`n.listing_id`)}) s
    where s.verdict is not null
    group by 1, 2, 3, 4, 5`.execute(handle)
  return rows
}
