import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

const ofSample = sql.raw('organisation_id in (select id from organisations where sample)')

/** When a version of an offer came in. */
export type ListingArrival = { marketplace: string; externalId: string; version: number; at: Date }

/**
 * Moves the times at which versions of sample offers came in, and were judged, to where they shall be.
 * The store refuses it for whatever is not of the sample.
 */
export async function dateVersions(
  handle: Transaction,
  came: readonly ListingArrival[],
): Promise<void> {
  if (came.length === 0) return
  await sql`
    with named as materialized (
      select l.id, given.version, given.at, given.at - v.received_at as earlier
      from unnest(${came.map(({ marketplace }) => marketplace)}::text[],
        ${came.map(({ externalId }) => externalId)}::text[],
        ${came.map(({ version }) => version)}::int4[],
        ${came.map(({ at }) => at)}::timestamptz[])
        as given (marketplace, external_id, version, at)
      join listings l on l.marketplace = given.marketplace and l.external_id = given.external_id
      join listing_versions v on v.listing_id = l.id and v.version = given.version
      where l.${ofSample}
    ),
    offers as (
      update listings l set first_seen_at = n.at from named n where l.id = n.id and n.version = 1
    ),
    mentions as (
      update listing_mentions m set first_seen_at = n.at
      from named n where m.listing_id = n.id and n.version = 1
    ),
    versions as (
      update listing_versions v set received_at = n.at
      from named n where v.listing_id = n.id and v.version = n.version
    )
    update assessments a set at = a.at + n.earlier
    from named n where a.listing_id = n.id and a.version = n.version`.execute(handle)
}

/** Lets what was told before the sample was begun have been told when it happened. */
export async function dateDecisions(handle: Transaction, begunAt: Date): Promise<void> {
  await sql`
    update decisions set recorded_at = decided_at
    where ${ofSample} and decided_at < ${begunAt}::timestamptz`.execute(handle)
  await sql`
    update outcomes set recorded_at = happened_at
    where ${ofSample} and happened_at < ${begunAt}::timestamptz`.execute(handle)
}

export type ClaimDates = { organisation: string; brand: string; submitted: Date; decided: Date }

/** Moves claims to when they were submitted, and decided on where they were. */
export async function dateClaims(handle: Transaction, dates: readonly ClaimDates[]): Promise<void> {
  await sql`
    update claims c set submitted_at = given.submitted,
      decided_at = case when c.decided_at is not null then given.decided end,
      approved_at = case when c.approved_at is not null then given.decided end
    from unnest(${dates.map(({ organisation }) => organisation)}::text[],
      ${dates.map(({ brand }) => brand)}::text[],
      ${dates.map(({ submitted }) => submitted)}::timestamptz[],
      ${dates.map(({ decided }) => decided)}::timestamptz[])
      as given (organisation, brand, submitted, decided)
    join organisations o on o.slug = given.organisation and o.sample
    where c.organisation_id = o.id and c.brand_id = given.brand`.execute(handle)
}

/** Moves the versions of the catalogs to when they were written: the newest one, and those before. */
export async function dateCatalogs(
  handle: Transaction,
  { newest, before }: { newest: Date; before: Date },
): Promise<void> {
  for (const table of ['brands', 'products']) {
    await sql`
      update ${sql.table(table)} set changed_at = case when version = 1
        then ${before}::timestamptz else ${newest}::timestamptz end
      where ${ofSample}`.execute(handle)
  }
  await sql`
    update catalog_versions set at = case when version = 1
      then ${before}::timestamptz else ${newest}::timestamptz end
    where ${ofSample}`.execute(handle)
}

/** Days that were counted while the offers of all of them came in at once. */
export async function deleteDayCounts(handle: Transaction): Promise<void> {
  await sql`delete from counted_days where ${ofSample}`.execute(handle)
}

/** True where an organisation has written nothing into its catalog. */
export async function hasNoCatalog(handle: Transaction, organisationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from catalog_versions where organisation_id = ${organisationId}::uuid limit 1`.execute(
    handle,
  )
  return rows.length === 0
}
