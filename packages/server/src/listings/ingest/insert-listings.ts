import type { Assessment, Listing } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { jsonTexts, runPrepared, type Transaction } from '../../platform/db/index.ts'
import { listingAddressHash } from './listing-address.ts'
import { filteredFields } from '../../sellers/seller-accounts/index.ts'
import { portfolioSight, unnestMentions, type Mention, type ListColumns } from './mentions.ts'
import type { FingerprintedListing, AssessedBy } from './repository.ts'

export type NewListingRow = FingerprintedListing & {
  id: string
  sellerHash: Buffer | null
  sellerAccountId: string | null
  /** Hash of the assessed content, in hexadecimal. */
  judged: string
  content: Listing
  /** Null if not assessed in time. */
  assessment: { id: string; body: Assessment } | null
  /** Null without an assessment that counts. */
  columns: ListColumns | null
  mentions: readonly Mention[]
}

/**
 * Inserts listings new to the organisation, with their first version and its assessment, in one statement. Returns
 * the ids written: another request may have come first.
 */
export async function insertListings(
  handle: Transaction,
  organisationId: string,
  assessedBy: AssessedBy,
  listings: readonly NewListingRow[],
): Promise<Set<string>> {
  if (listings.length === 0) return new Set()
  const organisation = sql`${organisationId}::uuid`
  const parts = [
    sql`given as materialized (select * from ${givenRows(listings)})`,
    // A fixed order, so that concurrent requests with the same listings do not deadlock.
    sql`made as (
      insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
        verdict, rung, lead_brand_id, probability, signals, language, address_hash,
        seller_account_id, price_amount, price_currency, country, unread_fields, portfolio_level,
        portfolio_marks, portfolio_sight)
      select id, ${organisation}, marketplace, external_id, 1, content_hash, verdict, rung, lead,
        probability, signals, language, address_hash, seller_account_id, price_amount,
        price_currency, country, unread_fields::text[], level, marks, sight
      from given order by marketplace, external_id
      on conflict on constraint listings_external_id do nothing
      returning id, marketplace, first_seen_at, verdict, rung, lead_brand_id, probability, signals,
        language
    )`,
    sql`versions as (
      insert into listing_versions
        (listing_id, version, organisation_id, changed, content, seller_hash)
      select id, 1, ${organisation}, '[]', content, seller_hash from given join made using (id)
    )`,
    sql`said as (
      insert into assessments (id, organisation_id, listing_id, version, engine, candidate,
        judged_hash, verdict, probability, body)
      select assessment_id, ${organisation}, id, 1, ${assessedBy.engine}, ${assessedBy.candidate}::bool,
        judged_hash, said_verdict, said_probability, body
      from given join made using (id) where assessment_id is not null
    )`,
    ...mentioned(organisation, listings),
  ]
  const query = sql<{ id: string }>`with ${sql.join(parts)} select id from made`
  const { rows } = await runPrepared(query, handle)
  return new Set(rows.map(({ id }) => id))
}

function givenRows(listings: readonly NewListingRow[]): RawBuilder<unknown> {
  const bodies = listings.map(({ assessment }) => assessment?.body ?? null)
  const filterColumns = listings.map(({ columns }) => columns)
  const filtered = listings.map(({ content }) => filteredFields(content))
  return sql`unnest(
      ${listings.map(({ id }) => id)}::uuid[],
      ${listings.map(({ marketplace }) => marketplace)}::text[],
      ${listings.map(({ externalId }) => externalId)}::text[],
      ${listings.map(({ contentHash }) => contentHash)}::bytea[],
      ${listings.map(({ sellerHash }) => sellerHash)}::bytea[],
      ${jsonTexts(listings.map(({ content }) => content))}::json[],
      ${listings.map(({ assessment }) => assessment?.id ?? null)}::uuid[],
      ${listings.map(({ judged }) => Buffer.from(judged, 'hex'))}::bytea[],
      ${bodies.map((body) => body?.verdict ?? null)}::text[],
      ${bodies.map((body) => body?.probability ?? null)}::float8[],
      ${jsonTexts(bodies)}::json[],
      ${filterColumns.map((columns) => columns?.verdict ?? null)}::text[],
      ${filterColumns.map((columns) => columns?.rung ?? null)}::int[],
      ${filterColumns.map((columns) => columns?.lead ?? null)}::text[],
      ${filterColumns.map((columns) => columns?.probability ?? null)}::float8[],
      ${filterColumns.map((columns) => columns?.signals ?? '0')}::int8[],
      ${filterColumns.map((columns) => columns?.language ?? 'und')}::text[],
      ${listings.map(({ content }) => listingAddressHash(content))}::bytea[],
      ${listings.map(({ sellerAccountId }) => sellerAccountId)}::uuid[],
      ${filtered.map(({ priceAmount }) => priceAmount)}::numeric[],
      ${filtered.map(({ priceCurrency }) => priceCurrency)}::text[],
      ${filtered.map(({ country }) => country)}::text[],
      ${filtered.map(({ unreadFields }) => unreadFields)}::text[],
      ${filterColumns.map((columns) => columns?.portfolio.level ?? null)}::int[],
      ${filterColumns.map((columns) => columns?.portfolio.marks ?? null)}::int[],
      ${listings.map(({ mentions }) => portfolioSight(mentions))}::int[]
    ) as given (id, marketplace, external_id, content_hash, seller_hash, content, assessment_id,
      judged_hash, said_verdict, said_probability, body, verdict, rung, lead, probability, signals,
      language, address_hash, seller_account_id, price_amount, price_currency, country,
      unread_fields, level, marks, sight)`
}

function mentioned(
  organisation: RawBuilder<unknown>,
  listings: readonly NewListingRow[],
): RawBuilder<unknown>[] {
  const mentions = listings.flatMap((listing) => listing.mentions)
  if (mentions.length === 0) return []
  return [
    sql`mentions as (
      insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, role,
        verdict, rung, lead_brand_id, marketplace, first_seen_at, language, probability, signals,
        shown_probability, shown_signals, heard_by, plain_probability, plain_verdict,
        portfolio_level, portfolio_marks)
      select made.id, ${organisation}, brand_id, confidence, role,
        coalesce(mention.verdict, made.verdict), coalesce(mention.rung, made.rung), lead_brand_id,
        marketplace, first_seen_at, language, made.probability, made.signals, mention.probability,
        mention.signals, mention.heard_by::text[], mention.plain_probability,
        mention.plain_verdict, mention.level, mention.marks
      from ${unnestMentions(mentions)} join made on made.id = listing_id
    )`,
  ]
}
