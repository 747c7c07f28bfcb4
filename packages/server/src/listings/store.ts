import { randomUUID } from 'node:crypto'
import type { Assessment, Listing, Verdict } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Handle } from '../platform/db/index.ts'
import type { BrandNames } from '../sharing/index.ts'
import type { Standing } from '../thresholds/index.ts'
import { replaceMentions } from './mentions.ts'

export type OfferName = { marketplace: string; externalId: string }

export type CurrentListing = OfferName & {
  id: string
  /** 0 where the offer was made just now. */
  version: number
  /** Whether the newest version is what was given. */
  isSame: boolean
  /** Of the newest version; null while there is none. */
  content: Listing | null
  /** What this engine said of the newest version; null where it was not asked. */
  assessment: Assessment | null
  /** What any engine said last of the newest version. */
  lastVerdict: Verdict | null
  /** By what that verdict goes; null where nothing was said. */
  standing: Standing | null
}

export type NamedOffer = OfferName & { contentHash: Buffer }

/** Of which of these offers the content is kept as it is given, with what this engine said of it. */
export async function keptAsTheyAre(
  handle: Handle,
  organisationId: string,
  offers: readonly NamedOffer[],
  said: SaidBy,
): Promise<OfferName[]> {
  // One look into the index for each offer: of a store that grew fast the planner knows no sizes.
  const { rows } = await sql<OfferName>`
    select given.marketplace, given.external_id as "externalId"
    from ${given(offers)}
    cross join lateral (
      select l.id, l.version, l.content_hash from listings l
      where l.organisation_id = ${organisationId}::uuid and l.marketplace = given.marketplace
        and l.external_id = given.external_id
      limit 1
    ) l
    cross join lateral (
      select from assessments a
      where a.listing_id = l.id and a.version = l.version and ${saidBy(said)}
      limit 1
    ) a
    where l.content_hash = given.content_hash`.execute(handle)
  return rows
}

/** Whose word is looked for: what a candidate said counts only where the candidate is asked. */
export type SaidBy = { engine: string; candidate: boolean }

function saidBy({ engine, candidate }: SaidBy): RawBuilder<unknown> {
  return sql`a.engine = ${engine} and (not a.candidate or ${candidate}::bool)`
}

function given(offers: readonly NamedOffer[]): RawBuilder<unknown> {
  return sql`unnest(${offers.map(({ marketplace }) => marketplace)}::text[],
      ${offers.map(({ externalId }) => externalId)}::text[],
      ${offers.map(({ contentHash }) => contentHash)}::bytea[])
    as given (marketplace, external_id, content_hash)`
}

const nothingYet = {
  ...{ version: 0, isSame: false, content: null, assessment: null },
  ...{ lastVerdict: null, standing: null },
}

/** The offers of these names, made where they are missing, and kept from others until the end. */
export async function lockListings(
  handle: Handle,
  organisationId: string,
  offers: readonly NamedOffer[],
  said: SaidBy,
): Promise<CurrentListing[]> {
  const made = await sql<OfferName & { id: string }>`
    insert into listings (id, organisation_id, marketplace, external_id, version, content_hash)
    select id, ${organisationId}::uuid, marketplace, external_id, 1, content_hash
    from unnest(${offers.map(() => randomUUID())}::uuid[],
      ${offers.map(({ marketplace }) => marketplace)}::text[],
      ${offers.map(({ externalId }) => externalId)}::text[],
      ${offers.map(({ contentHash }) => contentHash)}::bytea[])
      as given (id, marketplace, external_id, content_hash)
    order by marketplace, external_id
    on conflict on constraint listings_external_id do nothing
    returning id, marketplace, external_id as "externalId"`.execute(handle)
  const nameOf = ({ marketplace, externalId }: OfferName): string =>
    JSON.stringify([marketplace, externalId])
  const fresh = new Set(made.rows.map(nameOf))
  const others = offers.filter((offer) => !fresh.has(nameOf(offer)))
  const found = made.rows.map((row) => ({ ...row, ...nothingYet }))
  if (others.length === 0) return found
  const { rows } = await sql<Omit<CurrentListing, 'isSame'> & { contentHash: Buffer }>`
    select l.id, l.marketplace, l.external_id as "externalId", l.version,
      l.content_hash as "contentHash", v.content, a.body as assessment,
      last.verdict as "lastVerdict",
      case when l.rung is not null
        then json_build_object('rung', l.rung, 'lead', l.lead_brand_id) end as standing
    from listings l
    left join lateral (
      select v.content from listing_versions v
      where v.listing_id = l.id and v.version = l.version limit 1
    ) v on true
    left join lateral (
      select a.body from assessments a
      where a.listing_id = l.id and a.version = l.version and ${saidBy(said)} limit 1
    ) a on true
    left join lateral (
      select a.verdict from assessments a
      where a.listing_id = l.id and a.version = l.version and not a.candidate
      order by a.at desc limit 1
    ) last on true
    where l.id = any (array (
      select one.id from ${given(others)}
      cross join lateral (
        select l.id from listings l
        where l.organisation_id = ${organisationId}::uuid and l.marketplace = given.marketplace
          and l.external_id = given.external_id
        limit 1
      ) one
    ))
    order by l.id
    for update of l`.execute(handle)
  const hashes = new Map(others.map((offer) => [nameOf(offer), offer.contentHash]))
  const kept = rows.map(({ contentHash, ...row }) => ({
    ...row,
    isSame: hashes.get(nameOf(row))?.equals(contentHash) === true,
  }))
  return [...found, ...kept]
}

/** What this engine said of the same content before, by the hash in hexadecimal digits. */
export async function assessmentsOf(
  handle: Handle,
  organisationId: string,
  hashes: readonly string[],
  said: SaidBy,
): Promise<Map<string, Assessment>> {
  if (hashes.length === 0) return new Map()
  // One look into the index for each hash: of a store that grew fast the planner knows no sizes. A
  // call to decode() in the condition would be no index condition under row-level security.
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'))
  const { rows } = await sql<{ hash: string; body: Assessment }>`
    select encode(hash, 'hex') as hash, a.body
    from unnest(${bytes}::bytea[]) as hash
    cross join lateral (
      select a.body from assessments a
      where a.organisation_id = ${organisationId}::uuid and a.judged_hash = hash
        and ${saidBy(said)}
      limit 1
    ) a`.execute(handle)
  return new Map(rows.map(({ hash, body }) => [hash, body]))
}

export type NewVersion = {
  listingId: string
  version: number
  contentHash: Buffer
  sellerHash: Buffer | null
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
    insert into listing_versions
      (listing_id, version, organisation_id, changed, content, seller_hash)
    select listing_id, version, ${organisationId}::uuid,
      changed::json, content::json, seller_hash
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${versions.map(({ changed }) => JSON.stringify(changed))}::text[],
      ${versions.map(({ content }) => JSON.stringify(content))}::text[],
      ${versions.map(({ sellerHash }) => sellerHash)}::bytea[])
      as given (listing_id, version, changed, content, seller_hash)`.execute(handle)
  // The first version is that with which the offer was made.
  const later = versions.filter(({ version }) => version > 1)
  if (later.length === 0) return
  await sql`
    update listings l
    set version = given.version, content_hash = given.hash, last_seen_at = now(),
      counted_from = now(), redacted_at = null
    from unnest(${later.map(({ listingId }) => listingId)}::uuid[],
      ${later.map(({ version }) => version)}::int[],
      ${later.map(({ contentHash }) => contentHash)}::bytea[])
      as given (listing_id, version, hash)
    where l.id = given.listing_id`.execute(handle)
}

export type NewAssessment = {
  listingId: string
  version: number
  judgedHash: string
  /** Of the offer, as lists are filtered by it. */
  language: string
  body: Assessment
}

export async function insertAssessments(
  handle: Handle,
  organisationId: string,
  { engine, candidate }: SaidBy,
  assessments: readonly NewAssessment[],
  names: BrandNames,
): Promise<void> {
  if (assessments.length === 0) return
  await sql`
    insert into assessments
      (id, organisation_id, listing_id, version, engine, candidate, judged_hash, verdict, probability, body)
    select id, ${organisationId}::uuid, listing_id, version, ${engine}, ${candidate}::bool,
      decode(hash, 'hex'), verdict, probability, body::json
    from unnest(${assessments.map(() => randomUUID())}::uuid[],
      ${assessments.map(({ listingId }) => listingId)}::uuid[],
      ${assessments.map(({ version }) => version)}::int[],
      ${assessments.map((one) => one.judgedHash)}::text[],
      ${assessments.map(({ body }) => body.verdict)}::text[],
      ${assessments.map(({ body }) => body.probability)}::float8[],
      ${assessments.map(({ body }) => JSON.stringify(body))}::text[])
      as given (id, listing_id, version, hash, verdict, probability, body)
    on conflict on constraint assessments_of_version
      do update set candidate = assessments.candidate and excluded.candidate`.execute(handle)
  // What a candidate says is compared only.
  if (!candidate) await replaceMentions(handle, organisationId, assessments, names)
}

export async function touchListings(handle: Handle, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update listings set last_seen_at = now() where id = any (${ids}::uuid[])`.execute(
    handle,
  )
}

/** An offer by Touchstone's own id, or by the name under which the organisation sent it. */
export type ListingRef = { id: string } | OfferName

export type NamedListing = OfferName & { id: string; version: number }

/**
 * Finds those of these offers that whoever asks may see, in the order asked for; `only` those about
 * one of these brands, where his membership is limited to them.
 */
export async function findListings(
  handle: Handle,
  organisationId: string,
  refs: readonly ListingRef[],
  only?: readonly string[],
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
    where l.version > 0 and (
      ${only ?? null}::text[] is null or exists (
        select from listing_mentions m
        where m.listing_id = l.id and m.brand_id = any (${only ?? null}::text[])
      )
    )`.execute(handle)
  const found: (NamedListing | undefined)[] = refs.map(() => undefined)
  for (const { place, ...listing } of rows) found[place - 1] = listing
  return found
}
