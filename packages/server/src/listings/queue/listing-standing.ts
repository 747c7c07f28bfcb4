import { verdicts, type Verdict } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '../../brands/visibility/index.ts'
import { listingFacts, listingMentions } from '../ingest/queries.ts'
import { listingCarries, mentionShows } from './listing-query.ts'

/** What decides the queue of a listing, as this organisation sees it. */
export type ListingStanding = {
  verdict: Verdict
  rung: number | null
  lead: string | null
  impossiblePrice: boolean
  /** True where a rival’s catalog may have contributed: its thresholds stay those of the engine. */
  besideRival: boolean
}

/** As the sender’s for one’s own; for others’ by the brand in sight with the gravest verdict. */
export function listingStanding(viewer: Viewer, id: RawBuilder<unknown>): RawBuilder<unknown> {
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

/** The columns of a standing `s`, as in its type. */
export const standingColumns = sql`s.verdict, s.rung, s.lead, s.impossible as "impossiblePrice",
  s.rival as "besideRival"`
