import { randomUUID } from 'node:crypto'
import type { Assessment, Listing, Verdict } from '@touchstone/contract'
import { listingAddressHash } from './listing-address.ts'
import { sql, type RawBuilder } from 'kysely'
import { jsonTexts, runPrepared, type Transaction } from '../../platform/db/index.ts'
import { filteredFields } from '../../sellers/seller-accounts/index.ts'
import type { Severity } from '../../brands/thresholds/index.ts'

export type ListingName = { marketplace: string; externalId: string }

export type FingerprintedListing = ListingName & { contentHash: Buffer }

/** Whose assessments to find: a candidate's count only when asked for. */
export type AssessedBy = { engine: string; candidate: boolean }

function isAssessedBy({ engine, candidate }: AssessedBy): RawBuilder<unknown> {
  return sql`a.engine = ${engine} and (not a.candidate or ${candidate}::bool)`
}

/** Knowledge about a listing: that it is stored unchanged, or an assessment of the same content. */
export type KnownAssessment = { place: number } & (
  | { isKept: true; body: null }
  | { isKept: false; body: Assessment }
)

/**
 * Which of these listings are stored unchanged with this engine's assessment and, for the others, its earlier
 * assessment of the same content, by position. Nothing is returned for new ones.
 */
export async function findKnownAssessments(
  handle: Transaction,
  organisationId: string,
  listings: readonly (FingerprintedListing & { judged: string })[],
  assessedBy: AssessedBy,
): Promise<KnownAssessment[]> {
  // One index lookup each: the planner has no statistics of a store that grew fast. Calling decode() in a condition
  // would prevent an index condition under row-level security.
  const query = sql<KnownAssessment>`
    select given.place::int4 - 1 as place, kept.yes is not null as "isKept", before.body
    from unnest(${listings.map(({ marketplace }) => marketplace)}::text[],
      ${listings.map(({ externalId }) => externalId)}::text[],
      ${listings.map(({ contentHash }) => contentHash)}::bytea[],
      ${listings.map(({ judged }) => Buffer.from(judged, 'hex'))}::bytea[])
      with ordinality as given (marketplace, external_id, content_hash, judged_hash, place)
    left join lateral (
      select l.id, l.version from listings l
      where l.organisation_id = ${organisationId}::uuid and l.marketplace = given.marketplace
        and l.external_id = given.external_id and l.content_hash = given.content_hash
      limit 1
    ) l on true
    left join lateral (
      select true as yes from assessments a
      where a.listing_id = l.id and a.version = l.version and ${isAssessedBy(assessedBy)}
      limit 1
    ) kept on true
    left join lateral (
      select a.body from assessments a
      where kept.yes is null and a.organisation_id = ${organisationId}::uuid
        and a.judged_hash = given.judged_hash and ${isAssessedBy(assessedBy)}
      limit 1
    ) before on true
    where kept.yes or before.body is not null`
  return (await runPrepared(query, handle)).rows
}

export type CurrentListing = ListingName & {
  id: string
  version: number
  /** When it was withdrawn; null while it is offered. */
  withdrawnAt: Date | null
  contentHash: Buffer
  /** Of the newest version. */
  content: Listing
  /** This engine's assessment of the newest version; null if none. */
  assessment: Assessment | null
  /** The last verdict on the newest version by any engine. */
  lastVerdict: Verdict | null
  /** Severity of that verdict; null without one. */
  standing: Severity | null
}

/** Existing listings with these names, locked until the transaction ends. */
export async function lockListings(
  handle: Transaction,
  organisationId: string,
  listings: readonly ListingName[],
  assessedBy: AssessedBy,
): Promise<CurrentListing[]> {
  if (listings.length === 0) return []
  const { rows } = await sql<CurrentListing>`
    select l.id, l.marketplace, l.external_id as "externalId", l.version,
      l.withdrawn_at as "withdrawnAt", l.content_hash as "contentHash", v.content, a.body as assessment,
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
      where a.listing_id = l.id and a.version = l.version and ${isAssessedBy(assessedBy)} limit 1
    ) a on true
    left join lateral (
      select a.verdict from assessments a
      where a.listing_id = l.id and a.version = l.version and not a.candidate
      order by a.at desc, a.id limit 1
    ) last on true
    where l.id = any (array (
      select one.id
      from unnest(${listings.map(({ marketplace }) => marketplace)}::text[],
        ${listings.map(({ externalId }) => externalId)}::text[]) as given (marketplace, external_id)
      cross join lateral (
        select l.id from listings l
        where l.organisation_id = ${organisationId}::uuid and l.marketplace = given.marketplace
          and l.external_id = given.external_id
        limit 1
      ) one
    ))
    order by l.id
    for update of l`.execute(handle)
  return rows
}

/** This engine's earlier assessments of the same content, by hash in hexadecimal. */
export async function findAssessmentsOfContents(
  handle: Transaction,
  organisationId: string,
  hashes: readonly string[],
  assessedBy: AssessedBy,
): Promise<Map<string, Assessment>> {
  if (hashes.length === 0) return new Map()
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'))
  // As in `findKnownAssessments`.
  const { rows } = await sql<{ hash: string; body: Assessment }>`
    select encode(hash, 'hex') as hash, a.body
    from unnest(${bytes}::bytea[]) as hash
    cross join lateral (
      select a.body from assessments a
      where a.organisation_id = ${organisationId}::uuid and a.judged_hash = hash
        and ${isAssessedBy(assessedBy)}
      limit 1
    ) a`.execute(handle)
  return new Map(rows.map(({ hash, body }) => [hash, body]))
}

/** The listings among these that a limited caller cannot see. */
export async function findHiddenListings(
  handle: Transaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...ids]}::uuid[]) as given (id)
    where not sees_listing(id)`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}

export type NewVersion = {
  listingId: string
  version: number
  contentHash: Buffer
  sellerHash: Buffer | null
  sellerAccountId: string | null
  changed: readonly string[]
  content: Listing
}

/** Adds versions to existing listings. */
export async function insertVersions(
  handle: Transaction,
  organisationId: string,
  versions: readonly NewVersion[],
): Promise<void> {
  if (versions.length === 0) return
  const ids = versions.map(({ listingId }) => listingId)
  const numbers = versions.map(({ version }) => version)
  await sql`
    insert into listing_versions
      (listing_id, version, organisation_id, changed, content, seller_hash)
    select listing_id, version, ${organisationId}::uuid, changed, content, seller_hash
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${jsonTexts(versions.map(({ changed }) => changed))}::json[],
      ${jsonTexts(versions.map(({ content }) => content))}::json[],
      ${versions.map(({ sellerHash }) => sellerHash)}::bytea[])
      as given (listing_id, version, changed, content, seller_hash)`.execute(handle)
  const filtered = versions.map(({ content }) => filteredFields(content))
  await sql`
    update listings l
    set version = given.version, content_hash = given.hash, last_seen_at = now(),
      counted_from = now(), redacted_at = null, address_hash = given.address_hash,
      seller_account_id = given.seller_account_id, price_amount = given.price_amount,
      price_currency = given.price_currency, country = given.country,
      unread_fields = given.unread_fields::text[],
      portfolio_level = null, portfolio_marks = null, portfolio_sight = null,
      portfolio_considered = false, changed_xid = pg_current_xact_id()
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${versions.map(({ contentHash }) => contentHash)}::bytea[],
      ${versions.map(({ content }) => listingAddressHash(content))}::bytea[],
      ${versions.map(({ sellerAccountId }) => sellerAccountId)}::uuid[],
      ${filtered.map(({ priceAmount }) => priceAmount)}::numeric[],
      ${filtered.map(({ priceCurrency }) => priceCurrency)}::text[],
      ${filtered.map(({ country }) => country)}::text[],
      ${filtered.map(({ unreadFields }) => unreadFields)}::text[])
      as given (listing_id, version, hash, address_hash, seller_account_id, price_amount,
        price_currency, country, unread_fields)
    where l.id = given.listing_id`.execute(handle)
}

export type NewAssessment = {
  listingId: string
  version: number
  judgedHash: string
  body: Assessment
}

/**
 * Stores assessments. With `completes`, a new assessment by the same engine of the same version replaces the previous
 * one, which only the operator's own work may do.
 */
export async function insertAssessments(
  handle: Transaction,
  organisationId: string,
  { engine, candidate }: AssessedBy,
  assessments: readonly NewAssessment[],
  { completes = false } = {},
): Promise<void> {
  if (assessments.length === 0) return
  // A later assessment of the same listing does not restore removed personal data.
  const completed = completes
    ? sql`, verdict = case when assessments.judged_hash = '' then assessments.verdict
          else excluded.verdict end,
        probability = case when assessments.judged_hash = '' then assessments.probability
          else excluded.probability end,
        body = case when assessments.judged_hash = '' then assessments.body else excluded.body end,
        judged_hash = case when assessments.judged_hash = '' then assessments.judged_hash
          else excluded.judged_hash end`
    : sql``
  await sql`
    insert into assessments
      (id, organisation_id, listing_id, version, engine, candidate, judged_hash, verdict, probability, body)
    select id, ${organisationId}::uuid, listing_id, version, ${engine}, ${candidate}::bool, hash,
      verdict, probability, body
    from unnest(${assessments.map(() => randomUUID())}::uuid[],
      ${assessments.map(({ listingId }) => listingId)}::uuid[],
      ${assessments.map(({ version }) => version)}::int[],
      ${assessments.map(({ judgedHash }) => Buffer.from(judgedHash, 'hex'))}::bytea[],
      ${assessments.map(({ body }) => body.verdict)}::text[],
      ${assessments.map(({ body }) => body.probability)}::float8[],
      ${jsonTexts(assessments.map(({ body }) => body))}::json[])
      as given (id, listing_id, version, hash, verdict, probability, body)
    on conflict on constraint assessments_of_version
      do update set candidate = assessments.candidate and excluded.candidate ${completed}`.execute(
    handle,
  )
}

/** Locks those of these listings that are the organisation's, all in one order so that two changes never block each other. */
export async function lockListingsById(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from listings
    where id = any (${[...ids]}::uuid[]) and organisation_id = ${organisationId}::uuid
    order by id for update`.execute(handle)
  return rows.map(({ id }) => id)
}

export async function touchListings(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update listings set last_seen_at = now() where id = any (${ids}::uuid[])`.execute(
    handle,
  )
}

/** A listing by Touchstone's id, or by the organisation's name for it. */
export type ListingRef = { id: string } | ListingName

export type NamedListing = ListingName & { id: string; version: number }

/** The visible listings among these, in the requested order; `only` those about one of a limited member's brands. */
export async function findListings(
  handle: Transaction,
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
  const listings: (NamedListing | undefined)[] = refs.map(() => undefined)
  for (const { place, ...listing } of rows) listings[place - 1] = listing
  return listings
}
