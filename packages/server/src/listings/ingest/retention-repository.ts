import type { Assessment, Listing } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { findThresholdView } from '../../brands/thresholds/index.ts'
import { listingAddressHash } from './listing-address.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { filteredFields } from '../../sellers/seller-accounts/index.ts'
import { matchesVerdict } from '../queue/index.ts'

// Changes to listings by `privacy/retention`, which decides on which and how.

export type PurgeCursor = { countedFrom: Date; id: string }

export type PurgeCandidate = PurgeCursor & { lastSeenAt: Date; redactedAt: Date | null }

export type PurgeQuery = {
  organisationId: string
  /** Listings whose period started before this. */
  before: Date
  after: PurgeCursor | undefined
  limit: number
}

/**
 * Clear listings whose period may have ended, oldest first, locked until the transaction ends. A listing counts as
 * clear if it is so for both the engine and the organisation's thresholds: what its people may still have to review
 * stays, and moving a threshold does not shorten the life of evidence.
 */
export async function pageToPurge(
  handle: Transaction,
  options: PurgeQuery,
): Promise<PurgeCandidate[]> {
  const view = await findThresholdView(handle, options.organisationId)
  const clearOnly = view ? sql`and ${matchesVerdict({ verdict: 'clear', view })}` : sql``
  return page(handle, options, sql`verdict = 'clear' ${clearOnly}`)
}

/** Listings that still have personal fields and whose period may have ended, likewise. */
export function pageToRedact(handle: Transaction, options: PurgeQuery): Promise<PurgeCandidate[]> {
  return page(handle, options, sql`redacted_at is null`)
}

async function page(
  handle: Transaction,
  { organisationId, before, after, limit }: PurgeQuery,
  which: RawBuilder<unknown>,
): Promise<PurgeCandidate[]> {
  const beyond = after
    ? sql`and (counted_from, id) > (${after.countedFrom}::timestamptz, ${after.id}::uuid)`
    : sql``
  // A listing being ingested just now is locked elsewhere, and not an old one.
  const { rows } = await sql<PurgeCandidate>`
    select id, counted_from as "countedFrom", last_seen_at as "lastSeenAt",
      redacted_at as "redactedAt"
    from listings
    where organisation_id = ${organisationId}::uuid and ${which}
      and counted_from < ${before}::timestamptz ${beyond}
    order by counted_from, id limit ${limit}
    for update skip locked`.execute(handle)
  return rows
}

/** Restarts the periods of these listings from these times; stops them if there is none. */
export async function updateCountedFrom(
  handle: Transaction,
  places: readonly { id: string; countedFrom: Date | null }[],
): Promise<void> {
  if (places.length === 0) return
  await sql`
    update listings l set counted_from = given.at
    from unnest(${places.map(({ id }) => id)}::uuid[],
      ${places.map(({ countedFrom }) => countedFrom)}::timestamptz[]) as given (id, at)
    where l.id = given.id`.execute(handle)
}

/** The listings among these that the engine still has to assess. */
export async function findDueListings(
  handle: Transaction,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select listing_id as id from judgements_due where listing_id = any (${ids}::uuid[])`.execute(
    handle,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Deletes listings with their versions, assessments, mentions and pending work. */
export async function deleteListings(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  // One index lookup per listing: the planner has no statistics of a store that grew fast, and would scan all of it
  // for every batch.
  for (const table of ['assessments', 'listing_versions'] as const) {
    await sql`
      delete from ${sql.table(table)} where ctid = any (array(
        select found.ctid from unnest(${ids}::uuid[]) as given (id)
        cross join lateral (
          select ctid from ${sql.table(table)} where listing_id = given.id offset 0
        ) found
      ))`.execute(handle)
  }
  await sql`
    delete from listings where id = any (array(select unnest(${ids}::uuid[])))`.execute(handle)
}

export type OwnListingRow = { version: number; content: Listing; redactedAt: Date | null }

/** The newest version of an own listing, locked until the transaction ends. */
export async function lockOwnListing(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<OwnListingRow | undefined> {
  const own = sql`l.id = ${id}::uuid and l.organisation_id = ${organisationId}::uuid`
  // A separate statement: one that had waited for the lock would still see the previous version.
  await sql`select from listings l where ${own} for update`.execute(handle)
  const { rows } = await sql<OwnListingRow>`
    select l.version, v.content, l.redacted_at as "redactedAt"
    from listings l
    join listing_versions v on v.listing_id = l.id and v.version = l.version
    where ${own}`.execute(handle)
  return rows[0]
}

export type CorrectedVersion = {
  id: string
  version: number
  content: Listing
  changed: readonly string[]
  sellerHash: Buffer | null
  sellerAccountId: string | null
}

/**
 * Stores a corrected version. It is not a sighting, and the fingerprint stays that of the submitted content:
 * submitting the same again leaves the correction.
 */
export async function insertCorrectedVersion(
  handle: Transaction,
  organisationId: string,
  { id, version, content, changed, sellerHash, sellerAccountId }: CorrectedVersion,
): Promise<void> {
  await sql`
    insert into listing_versions
      (listing_id, version, organisation_id, changed, content, seller_hash)
    values (${id}::uuid, ${version}::int, ${organisationId}::uuid,
      ${JSON.stringify(changed)}::json, ${JSON.stringify(content)}::json, ${sellerHash}::bytea)`.execute(
    handle,
  )
  const { priceAmount, priceCurrency, country, unreadFields } = filteredFields(content)
  await sql`
    update listings set version = ${version}::int, address_hash = ${listingAddressHash(content)}::bytea,
      seller_account_id = ${sellerAccountId}::uuid,
      price_amount = ${priceAmount}::numeric, price_currency = ${priceCurrency}::text,
      country = ${country}::text, unread_fields = ${unreadFields}::text::text[],
      portfolio_level = null, portfolio_marks = null, portfolio_sight = null,
      portfolio_considered = false, changed_xid = pg_current_xact_id()
    where id = ${id}::uuid`.execute(handle)
}

export type ListingVersion = { listingId: string; version: number; content: Listing }

/**
 * The next versions of listings that name this seller, locked until the transaction ends. Skips those being assessed
 * just now, whose assessment would still quote the seller.
 */
export async function lockVersionsOfSeller(
  handle: Transaction,
  {
    organisationId,
    sellerHash,
    limit,
  }: { organisationId: string; sellerHash: Buffer; limit: number },
): Promise<ListingVersion[]> {
  const result = await sql<{ id: string }>`
    select distinct listing_id as id from (
      select listing_id from listing_versions
      where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea
        and not exists (
          select from judgements_due d
          where d.listing_id = listing_versions.listing_id and d.claimed_until > now()
        )
      order by listing_id, version limit ${limit}
    ) versions`.execute(handle)
  const ids = result.rows.map(({ id }) => id)
  if (ids.length === 0) return []
  await sql`
    select id from listings where id = any (${ids}::uuid[]) order by id for update`.execute(handle)
  const due = await sql<{ id: string; claimed: boolean }>`
    select listing_id as id, coalesce(claimed_until > now(), false) as claimed from judgements_due
    where listing_id = any (${ids}::uuid[]) order by listing_id for update`.execute(handle)
  const claimed = new Set(due.rows.flatMap(({ id, claimed }) => (claimed ? [id] : [])))
  const { rows } = await sql<ListingVersion>`
    select listing_id as "listingId", version, content from listing_versions
    where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea
      and listing_id = any (${ids.filter((id) => !claimed.has(id))}::uuid[])
    order by listing_id, version limit ${limit}`.execute(handle)
  return rows
}

/** The next versions of these listings, listing by listing. */
export async function pageOfVersions(
  handle: Transaction,
  {
    ids,
    after,
    limit,
  }: { ids: readonly string[]; after: ListingVersion | undefined; limit: number },
): Promise<ListingVersion[]> {
  const beyond = after
    ? sql`and (listing_id, version) > (${after.listingId}::uuid, ${after.version}::int)`
    : sql``
  // Listing by listing from the index, whatever the planner's statistics.
  const { rows } = await sql<ListingVersion>`
    select v.listing_id as "listingId", v.version, v.content
    from unnest(${ids}::uuid[]) as given (id)
    cross join lateral (
      select listing_id, version, content from listing_versions
      where listing_id = given.id ${beyond} order by version limit ${limit}
    ) v
    order by v.listing_id, v.version limit ${limit}`.execute(handle)
  return rows
}

/** All engines' assessments of these versions. */
export async function assessmentsOfVersions(
  handle: Transaction,
  versions: readonly ListingVersion[],
): Promise<(Omit<ListingVersion, 'content'> & { id: string; body: Assessment })[]> {
  const { rows } = await sql<Omit<ListingVersion, 'content'> & { id: string; body: Assessment }>`
    select a.id, a.listing_id as "listingId", a.version, a.body
    from unnest(${versions.map(({ listingId }) => listingId)}::uuid[],
      ${versions.map(({ version }) => version)}::int[]) as given (listing_id, version)
    cross join lateral (
      select a.id, a.listing_id, a.version, a.body from assessments a
      where a.listing_id = given.listing_id and a.version = given.version offset 0
    ) a`.execute(handle)
  return rows
}

/** Replaces versions' content by one that names no seller; deletes their translations, which contain the old text. */
export async function replaceContents(
  handle: Transaction,
  versions: readonly ListingVersion[],
): Promise<void> {
  const ids = versions.map(({ listingId }) => listingId)
  const numbers = versions.map(({ version }) => version)
  await sql`
    update listing_versions v set content = given.content::json, seller_hash = null
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${versions.map(({ content }) => JSON.stringify(content))}::text[])
      as given (listing_id, version, content)
    where v.listing_id = given.listing_id and v.version = given.version`.execute(handle)
  await sql`
    update listings l set address_hash = given.address_hash, seller_account_id = null,
      country = given.country, unread_fields = '{}'
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${versions.map(({ content }) => listingAddressHash(content))}::bytea[],
      ${versions.map(({ content }) => filteredFields(content).country)}::text[])
      as given (listing_id, version, address_hash, country)
    where l.id = given.listing_id and l.version = given.version`.execute(handle)
  await sql`
    delete from translations t
    using unnest(${ids}::uuid[], ${numbers}::int[]) as given (listing_id, version)
    where t.listing_id = given.listing_id and t.version = given.version`.execute(handle)
}

/** Replaces assessments' text; they can no longer be found by the hash of their original content. */
export async function replaceAssessments(
  handle: Transaction,
  assessments: readonly { id: string; body: Assessment }[],
): Promise<void> {
  if (assessments.length === 0) return
  await sql`
    update assessments a set body = given.body::json, judged_hash = ''
    from unnest(${assessments.map(({ id }) => id)}::uuid[],
      ${assessments.map(({ body }) => JSON.stringify(body))}::text[]) as given (id, body)
    where a.id = given.id`.execute(handle)
}

/** Marks listings as redacted: if submitted again, even unchanged, they get a new version. */
export async function markRedacted(handle: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    update listings set redacted_at = now(), content_hash = ''
    where id = any (${ids}::uuid[])`.execute(handle)
}

export type ReplacedHash = { listingId: string; version: number; before: Buffer; now: Buffer }

/** Replaces the hashes of newest versions that are as submitted; removes all others. */
export async function replaceContentHashes(
  handle: Transaction,
  hashes: readonly ReplacedHash[],
): Promise<void> {
  await sql`
    update listings l
    set content_hash = case when l.content_hash = given.before then given.now else ''::bytea end
    from unnest(${hashes.map(({ listingId }) => listingId)}::uuid[],
      ${hashes.map(({ version }) => version)}::int[],
      ${hashes.map(({ before }) => before)}::bytea[],
      ${hashes.map(({ now }) => now)}::bytea[]) as given (listing_id, version, before, now)
    where l.id = given.listing_id and l.version = given.version`.execute(handle)
}
