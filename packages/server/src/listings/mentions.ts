import type { Assessment, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Handle } from '../platform/db/index.ts'
import { findViewer, type BrandNames } from '../sharing/index.ts'
import { standingOf, type Standing } from '../thresholds/index.ts'
import { filterableByHolder, filterableBySender, type Filterable } from './filterable.ts'

export type Judged = { listingId: string; version: number; language: string; body: Assessment }

type Newest = {
  listingId: string
  marketplace: string
  firstSeenAt: Date
  before: Verdict | null
  rungBefore: number | null
  leadBefore: string | null
  probability: number | null
  signals: string
  language: string
}

/**
 * Keeps which brands each offer is about, what its verdict goes by and what lists filter by, as the
 * newest assessment of its newest version says. What was said of an older version changes nothing.
 */
export async function replaceMentions(
  handle: Handle,
  organisationId: string,
  judged: readonly Judged[],
  names: BrandNames,
): Promise<void> {
  const { rows } = await sql<Newest>`
    select given.id as "listingId", l.marketplace, l.first_seen_at as "firstSeenAt",
      l.verdict as before, l.rung as "rungBefore", l.lead_brand_id as "leadBefore", l.probability,
      l.signals::text as signals, l.language
    from unnest(${judged.map(({ listingId }) => listingId)}::uuid[],
      ${judged.map(({ version }) => version)}::int[]) as given (id, version)
    cross join lateral (
      select marketplace, first_seen_at, verdict, rung, lead_brand_id, probability, signals, language
      from listings l
      where l.id = given.id and l.version = given.version
        and l.organisation_id = ${organisationId}::uuid
    ) l`.execute(handle)
  const sender = await findViewer(handle, organisationId)
  const said = new Map(judged.map((one) => [one.listingId, one]))
  const newest = rows.flatMap((row) => {
    const one = said.get(row.listingId)
    if (one === undefined) return []
    const own = filterableBySender(one.body, sender, names)
    return [{ ...one, ...standingOf(one.body), row, own }]
  })
  await updateListings(handle, newest)
  // Where there was no verdict there was no assessment, and so no mention.
  const again = newest.filter(({ row }) => row.before !== null)
  if (again.length > 0) {
    const ids = again.map(({ listingId }) => listingId)
    await sql`delete from listing_mentions where listing_id = any (${ids}::uuid[])`.execute(handle)
  }
  const mentions = newest.flatMap((one) =>
    [...new Map(one.body.brands.map((brand) => [brand.id, brand])).values()].map((brand) => ({
      ...{ ...one, brand, shown: filterableByHolder(one.body, brand, names) },
    })),
  )
  if (mentions.length === 0) return
  await sql`
    insert into listing_mentions
      (listing_id, organisation_id, brand_id, confidence, role, verdict, rung, lead_brand_id,
        marketplace, first_seen_at, language, probability, signals, shown_probability, shown_signals)
    select listing_id, ${organisationId}::uuid, brand_id, confidence, role, verdict, rung, lead,
      marketplace, first_seen_at, language, probability, signals, shown_probability, shown_signals
    from unnest(${mentions.map(({ listingId }) => listingId)}::uuid[],
      ${mentions.map(({ brand }) => brand.id)}::text[],
      ${mentions.map(({ brand }) => brand.confidence)}::float8[],
      ${mentions.map(({ brand }) => brand.role ?? null)}::text[],
      ${mentions.map(({ body }) => body.verdict)}::text[],
      ${mentions.map(({ rung }) => rung)}::int[],
      ${mentions.map(({ lead }) => lead)}::text[],
      ${mentions.map(({ row }) => row.marketplace)}::text[],
      ${mentions.map(({ row }) => row.firstSeenAt)}::timestamptz[],
      ${mentions.map(({ language }) => language)}::text[],
      ${mentions.map(({ own }) => own.probability)}::float8[],
      ${mentions.map(({ own }) => String(own.signals))}::int8[],
      ${mentions.map(({ shown }) => shown?.probability ?? null)}::float8[],
      ${mentions.map(({ shown }) => String(shown?.signals ?? 0n))}::int8[])
      as given (listing_id, brand_id, confidence, role, verdict, rung, lead, marketplace,
        first_seen_at, language, probability, signals, shown_probability, shown_signals)`.execute(
    handle,
  )
}

type Told = Judged & Standing & { row: Newest; own: Filterable }

async function updateListings(handle: Handle, told: readonly Told[]): Promise<void> {
  const changed = told.filter(
    ({ row, body, rung, lead, own, language }) =>
      row.before !== body.verdict ||
      row.rungBefore !== rung ||
      row.leadBefore !== lead ||
      row.probability !== own.probability ||
      row.signals !== String(own.signals) ||
      row.language !== language,
  )
  if (changed.length === 0) return
  await sql`
    update listings l
    set verdict = given.verdict, rung = given.rung, lead_brand_id = given.lead,
      probability = given.probability, signals = given.signals, language = given.language
    from unnest(${changed.map(({ listingId }) => listingId)}::uuid[],
      ${changed.map(({ body }) => body.verdict)}::text[],
      ${changed.map(({ rung }) => rung)}::int[],
      ${changed.map(({ lead }) => lead)}::text[],
      ${changed.map(({ own }) => own.probability)}::float8[],
      ${changed.map(({ own }) => String(own.signals))}::int8[],
      ${changed.map(({ language }) => language)}::text[])
      as given (id, verdict, rung, lead, probability, signals, language)
    where l.id = given.id`.execute(handle)
}
