import type { DecisionVerdict, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { listingFacts, listingMentions } from '../../listings/ingest/queries.ts'
import { mentionSignals } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { settledListings } from '../decisions/queries.ts'

type SettledRow = {
  listing: string
  /** Null if the listing names no seller. */
  seller: string | null
  verdict: Verdict
  rung: number | null
  lead: string | null
  signals: string
  decision: DecisionVerdict
  goods: 'counterfeit' | 'honest' | null
  reversed: boolean
}

/** The listings on which the organisation decided since a day, as they stand now; the latest ones up to `limit`. */
export async function findSettledListings(
  handle: Transaction,
  { viewer, since, limit }: { viewer: Viewer; since: string; limit: number },
): Promise<SettledRow[]> {
  const org = sql`${viewer.organisationId}::uuid`
  const begun = sql`(${since}::date at time zone 'utc')`
  const { rows } = await sql<SettledRow>`
    select n.listing_id as listing, s.seller, s.verdict, s.rung, s.lead, s.signals::text,
      n.verdict as decision, n.goods, n.reversed
    from (
      select * from ${settledListings(viewer.organisationId, { since: begun })} d
      order by d.decided_at desc, d.listing_id limit ${limit}
    ) n
    cross join lateral (
      select l.seller_account_id as seller, l.verdict, l.rung, l.lead_brand_id as lead, l.signals
      from ${listingFacts} l where l.id = n.listing_id and l.organisation_id = ${org}
      union all
      (
        select l.seller_account_id, m.verdict, m.rung, m.brand_id, ${mentionSignals(viewer, sql`m.`)}
        from ${listingMentions} m join ${listingFacts} l on l.id = m.listing_id
        where m.listing_id = n.listing_id and m.organisation_id <> ${org} and m.confidence >= 0.9
          and m.brand_id = any (${[...viewer.brands]}::text[])
        order by array_position('{clear,ask-proof,review,block}'::text[], m.verdict) desc, m.brand_id
        limit 1
      )
    ) s
    where s.verdict is not null
    order by n.decided_at desc, n.listing_id`.execute(handle)
  return rows
}

/** The seller accounts of these listings, as far as they are visible. */
export async function findSellersOf(
  handle: Transaction,
  listings: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; seller: string }>`
    select l.id, l.seller_account_id as seller from ${listingFacts} l
    where l.id = any (${[...listings]}::uuid[]) and l.seller_account_id is not null`.execute(handle)
  return new Map(rows.map(({ id, seller }) => [id, seller]))
}

export async function findPublication(
  handle: Transaction,
  organisationId: string,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    select published_at as at from published_error_ledgers
    where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]?.at ?? null
}

/** By its slug; needs the operator's context. */
export async function findOrganisationBySlug(
  handle: Transaction,
  slug: string,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select o.id, o.name from ${organisationProfiles} o where o.slug = ${slug}`.execute(handle)
  return rows[0]
}

/** True if that changed anything. */
export async function savePublication(
  handle: Transaction,
  organisationId: string,
  published: boolean,
): Promise<boolean> {
  const { rows } = await (
    published
      ? sql`
        insert into published_error_ledgers (organisation_id) values (${organisationId}::uuid)
        on conflict (organisation_id) do nothing returning organisation_id`
      : sql`
        delete from published_error_ledgers where organisation_id = ${organisationId}::uuid
        returning organisation_id`
  ).execute(handle)
  return rows.length > 0
}
