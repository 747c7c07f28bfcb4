import type { Assessment, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Handle } from '../platform/db/index.ts'
import { standingOf } from '../thresholds/index.ts'

export type Judged = { listingId: string; version: number; body: Assessment }

type Newest = {
  listingId: string
  marketplace: string
  firstSeenAt: Date
  before: Verdict | null
  rungBefore: number | null
  leadBefore: string | null
}

/**
 * Keeps which brands each offer is about, and what its verdict goes by, as the newest assessment of its newest
 * version says. What was said of an older version changes nothing.
 */
export async function replaceMentions(
  handle: Handle,
  organisationId: string,
  judged: readonly Judged[],
): Promise<void> {
  const { rows } = await sql<Newest>`
    select given.id as "listingId", l.marketplace, l.first_seen_at as "firstSeenAt",
      l.verdict as before, l.rung as "rungBefore", l.lead_brand_id as "leadBefore"
    from unnest(${judged.map(({ listingId }) => listingId)}::uuid[],
      ${judged.map(({ version }) => version)}::int[]) as given (id, version)
    cross join lateral (
      select marketplace, first_seen_at, verdict, rung, lead_brand_id from listings l
      where l.id = given.id and l.version = given.version
        and l.organisation_id = ${organisationId}::uuid
    ) l`.execute(handle)
  const bodies = new Map(judged.map(({ listingId, body }) => [listingId, body]))
  const newest = rows.flatMap((row) => {
    const body = bodies.get(row.listingId)
    return body === undefined ? [] : [{ ...row, body, ...standingOf(body) }]
  })
  const changed = newest.filter(
    (one) =>
      one.before !== one.body.verdict || one.rungBefore !== one.rung || one.leadBefore !== one.lead,
  )
  if (changed.length > 0) {
    await sql`
      update listings l
      set verdict = given.verdict, rung = given.rung, lead_brand_id = given.lead
      from unnest(${changed.map(({ listingId }) => listingId)}::uuid[],
        ${changed.map(({ body }) => body.verdict)}::text[],
        ${changed.map(({ rung }) => rung)}::int[], ${changed.map(({ lead }) => lead)}::text[])
        as given (id, verdict, rung, lead)
      where l.id = given.id`.execute(handle)
  }
  // Where there was no verdict there was no assessment, and so no mention.
  const again = newest.filter(({ before }) => before !== null)
  if (again.length > 0) {
    const ids = again.map(({ listingId }) => listingId)
    await sql`delete from listing_mentions where listing_id = any (${ids}::uuid[])`.execute(handle)
  }
  const mentions = newest.flatMap(({ body, ...listing }) =>
    [...new Map(body.brands.map((brand) => [brand.id, brand])).values()].map((brand) => ({
      ...listing,
      verdict: body.verdict,
      brand,
    })),
  )
  if (mentions.length === 0) return
  await sql`
    insert into listing_mentions
      (listing_id, organisation_id, brand_id, confidence, role, verdict, rung, lead_brand_id,
        marketplace, first_seen_at)
    select listing_id, ${organisationId}::uuid, brand_id, confidence, role, verdict, rung, lead,
      marketplace, first_seen_at
    from unnest(${mentions.map(({ listingId }) => listingId)}::uuid[],
      ${mentions.map(({ brand }) => brand.id)}::text[],
      ${mentions.map(({ brand }) => brand.confidence)}::float8[],
      ${mentions.map(({ brand }) => brand.role ?? null)}::text[],
      ${mentions.map(({ verdict }) => verdict)}::text[],
      ${mentions.map(({ rung }) => rung)}::int[],
      ${mentions.map(({ lead }) => lead)}::text[],
      ${mentions.map(({ marketplace }) => marketplace)}::text[],
      ${mentions.map(({ firstSeenAt }) => firstSeenAt)}::timestamptz[])
      as given (listing_id, brand_id, confidence, role, verdict, rung, lead, marketplace,
        first_seen_at)`.execute(handle)
}
