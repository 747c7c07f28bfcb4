import { randomUUID } from 'node:crypto'
import type { Assessment, Listing, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Handle } from '../platform/db/index.ts'
import type { StoredListing } from './model.ts'

export type OfferName = { marketplace: string; externalId: string }

export type CurrentListing = OfferName & {
  id: string
  version: number
  contentHash: Buffer
  /** Of the newest version; null while there is none. */
  content: Listing | null
  /** What this engine said of the newest version; null where it was not asked. */
  assessment: Assessment | null
  /** What any engine said last of the newest version. */
  lastVerdict: Verdict | null
}

/** The offers of these names, made where they are missing, and kept from others until the end. */
export async function lockListings(
  handle: Handle,
  organisationId: string,
  names: readonly OfferName[],
  engine: string,
): Promise<CurrentListing[]> {
  const marketplaces = names.map(({ marketplace }) => marketplace)
  const externalIds = names.map(({ externalId }) => externalId)
  const ids = names.map(() => randomUUID())
  await sql`
    insert into listings (id, organisation_id, marketplace, external_id, version, content_hash)
    select id, ${organisationId}::uuid, marketplace, external_id, 0, ''
    from unnest(${ids}::uuid[], ${marketplaces}::text[], ${externalIds}::text[])
      as given (id, marketplace, external_id)
    order by marketplace, external_id
    on conflict on constraint listings_external_id do nothing`.execute(handle)
  const { rows } = await sql<CurrentListing>`
    select l.id, l.marketplace, l.external_id as "externalId", l.version,
      l.content_hash as "contentHash", v.content, a.body as assessment,
      last.verdict as "lastVerdict"
    from unnest(${marketplaces}::text[], ${externalIds}::text[]) as given (marketplace, external_id)
    join listings l on l.organisation_id = ${organisationId}::uuid
      and l.marketplace = given.marketplace and l.external_id = given.external_id
    left join listing_versions v on v.listing_id = l.id and v.version = l.version
    left join assessments a
      on a.listing_id = l.id and a.version = l.version and a.engine = ${engine}
    left join lateral (
      select verdict from assessments said
      where said.listing_id = l.id and said.version = l.version order by said.at desc limit 1
    ) last on true
    order by l.id
    for update of l`.execute(handle)
  return rows
}

/** What this engine said of the same content before, by the hash in hexadecimal digits. */
export async function assessmentsOf(
  handle: Handle,
  organisationId: string,
  hashes: readonly string[],
  engine: string,
): Promise<Map<string, Assessment>> {
  // One look into the index for each hash: of a store that grew fast the planner knows no sizes. A
  // call to decode() in the condition would be no index condition under row-level security.
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'))
  const { rows } = await sql<{ hash: string; body: Assessment }>`
    select encode(hash, 'hex') as hash, a.body
    from unnest(${bytes}::bytea[]) as hash
    cross join lateral (
      select body from assessments
      where organisation_id = ${organisationId}::uuid and engine = ${engine}
        and judged_hash = hash
      limit 1
    ) a`.execute(handle)
  return new Map(rows.map(({ hash, body }) => [hash, body]))
}

export type NewVersion = {
  listingId: string
  version: number
  contentHash: string
  changed: readonly string[]
  content: Listing
}

export async function insertVersions(
  handle: Handle,
  organisationId: string,
  versions: readonly NewVersion[],
): Promise<void> {
  if (versions.length === 0) return
  const ids = versions.map(({ listingId }) => listingId)
  const numbers = versions.map(({ version }) => version)
  await sql`
    insert into listing_versions (listing_id, version, organisation_id, changed, content)
    select listing_id, version, ${organisationId}::uuid,
      changed::json, content::json
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${versions.map(({ changed }) => JSON.stringify(changed))}::text[],
      ${versions.map(({ content }) => JSON.stringify(content))}::text[])
      as given (listing_id, version, changed, content)`.execute(handle)
  await sql`
    update listings l set version = given.version, content_hash = decode(given.hash, 'hex')
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${versions.map(({ contentHash }) => contentHash)}::text[])
      as given (listing_id, version, hash)
    where l.id = given.listing_id`.execute(handle)
}

export type NewAssessment = {
  listingId: string
  version: number
  judgedHash: string
  body: Assessment
}

export async function insertAssessments(
  handle: Handle,
  organisationId: string,
  engine: string,
  assessments: readonly NewAssessment[],
): Promise<void> {
  if (assessments.length === 0) return
  await sql`
    insert into assessments
      (id, organisation_id, listing_id, version, engine, judged_hash, verdict, probability, body)
    select id, ${organisationId}::uuid, listing_id, version, ${engine}, decode(hash, 'hex'),
      verdict, probability, body::json
    from unnest(${assessments.map(() => randomUUID())}::uuid[],
      ${assessments.map(({ listingId }) => listingId)}::uuid[],
      ${assessments.map(({ version }) => version)}::int[],
      ${assessments.map((one) => one.judgedHash)}::text[],
      ${assessments.map(({ body }) => body.verdict)}::text[],
      ${assessments.map(({ body }) => body.probability)}::float8[],
      ${assessments.map(({ body }) => JSON.stringify(body))}::text[])
      as given (id, listing_id, version, hash, verdict, probability, body)`.execute(handle)
}

export async function touchListings(handle: Handle, ids: readonly string[]): Promise<void> {
  await sql`update listings set last_seen_at = now() where id = any (${ids}::uuid[])`.execute(
    handle,
  )
}

/** An offer by Touchstone's own id, or by the name under which the organisation sent it. */
export type ListingRef = { id: string } | OfferName

export type NamedListing = OfferName & { id: string; version: number }

/** Finds those of these offers that whoever asks may see, in the order asked for. */
export async function findListings(
  handle: Handle,
  organisationId: string,
  refs: readonly ListingRef[],
): Promise<(NamedListing | undefined)[]> {
  const ids = refs.map((ref) => ('id' in ref ? ref.id : null))
  const marketplaces = refs.map((ref) => ('id' in ref ? null : ref.marketplace))
  const externalIds = refs.map((ref) => ('id' in ref ? null : ref.externalId))
  const { rows } = await sql<NamedListing & { place: number }>`
    select given.place::int4, l.id, l.version, l.marketplace, l.external_id as "externalId"
    from unnest(${ids}::uuid[], ${marketplaces}::text[], ${externalIds}::text[])
      with ordinality as given (id, marketplace, external_id, place)
    cross join lateral (
      select id, version, marketplace, external_id from listings where id = given.id
      union all
      select id, version, marketplace, external_id from listings
      where organisation_id = ${organisationId}::uuid
        and marketplace = given.marketplace and external_id = given.external_id
    ) l
    where l.version > 0`.execute(handle)
  const found: (NamedListing | undefined)[] = refs.map(() => undefined)
  for (const { place, ...listing } of rows) found[place - 1] = listing
  return found
}

export type PageOptions = {
  organisationId: string
  limit: number
  after?: { firstSeenAt: Date; id: string }
}

/** A page of an organisation's offers with the newest assessment of each, newest first. */
export async function pageOfListings(
  handle: Handle,
  { organisationId, limit, after }: PageOptions,
): Promise<StoredListing[]> {
  const beyond = after
    ? sql`and (l.first_seen_at, l.id) < (${after.firstSeenAt}::timestamptz, ${after.id}::uuid)`
    : sql``
  // The page is cut first: what belongs to it is then looked up row by row, whatever the planner knows.
  const { rows } = await sql<StoredListing>`
    with page as materialized (
      select l.id, l.version, l.first_seen_at, l.last_seen_at
      from listings l
      where l.organisation_id = ${organisationId}::uuid ${beyond}
      order by l.first_seen_at desc, l.id desc
      limit ${limit}
    )
    select l.id, l.version, l.first_seen_at as "firstSeenAt", l.last_seen_at as "lastSeenAt",
      v.changed, v.content as listing, a.body as assessment
    from page l
    join lateral (
      select changed, content from listing_versions v
      where v.listing_id = l.id and v.version = l.version
    ) v on true
    left join lateral (
      select body from assessments a
      where a.listing_id = l.id and a.version = l.version order by a.at desc, a.id limit 1
    ) a on true
    order by l.first_seen_at desc, l.id desc`.execute(handle)
  return rows
}
