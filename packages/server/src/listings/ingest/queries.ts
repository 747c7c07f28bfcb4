import { sql, type RawBuilder } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'
import { organisationProfiles, sampleOrganisations } from '../../access/organisations/queries.ts'

// Row-level security shows a listing to its sender and to those who may see its brands.

export const listingFacts = exportedQuery
  .selectFrom('listings')
  .select(['id', 'organisation_id', 'marketplace', 'external_id', 'version', 'verdict'])
  .select(['first_seen_at', 'last_seen_at', 'redacted_at', 'lead_brand_id', 'rung'])
  .select(['seller_account_id', 'price_amount', 'price_currency', 'country', 'signals'])
  .select(['portfolio_level', 'portfolio_marks', 'portfolio_sight', 'portfolio_considered'])

/** All versions of listings with their content. */
export const listingVersions = exportedQuery
  .selectFrom('listing_versions')
  .select(['listing_id', 'organisation_id', 'version', 'content', 'received_at', 'seller_hash'])
  .select(['ingested_by_kind', 'ingested_by_id'])

/** Listings with the content of their newest version. */
export const currentListings = exportedQuery
  .selectFrom('listings as l')
  .innerJoin('listing_versions as v', (join) =>
    join.onRef('v.listing_id', '=', 'l.id').onRef('v.version', '=', 'l.version'),
  )
  .select(['l.id', 'l.organisation_id', 'l.marketplace', 'l.external_id', 'l.version'])
  .select([
    'l.verdict',
    'l.address_hash',
    'l.first_seen_at',
    'l.last_seen_at',
    'v.content',
    'v.seller_hash',
  ])
  .select('l.seller_account_id')

/**
 * The newest listing at an address of each marketplace that sent it of its own pages, with the name of the marketplace;
 * for the operator, who sees all. Those that others sent are not looked for, so that nothing depends on them.
 */
export function marketplaceListingsAt(addressHash: Buffer): RawBuilder<unknown> {
  return sql`(
    select l.*, o.name as marketplace_name
    from ${organisationProfiles} o
    cross join lateral (
      select * from ${currentListings} c
      where c.organisation_id = o.id and c.address_hash = ${addressHash}::bytea
      order by c.first_seen_at desc limit 1
    ) l
    where o.kind in ('marketplace', 'host'))`
}

/** The seller of a listing by name, else by ID; null if it states to be a private person. */
export function sellerNameOf(content: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`case when ${content} -> 'seller' ->> 'type' is distinct from 'private'
    then coalesce(${content} -> 'seller' ->> 'name', ${content} -> 'seller' ->> 'id') end`
}

/**
 * What a listing is searched by: its title, the name and ID of its seller, and its submitted ID. PostgreSQL reads no
 * document with an escaped null character or half of a surrogate pair: there, another character takes their place.
 */
export const listingWords = sql`(
  select l.id, concat_ws(' ', l.external_id, c.title, c.seller ->> 'name', c.seller ->> 'id') as text
  from ${currentListings} l
  cross join lateral json_to_record(
    case when position('\\u' in l.content::text) = 0 then l.content
      else regexp_replace(l.content::text, '(?<!\\\\)((\\\\\\\\)*)\\\\u(0000|d[89a-f]..)', '\\1\\\\ufffd', 'g')::json end
  ) as c (title text, seller json)
)`

/** What listings are called in lists: their title, seller and marketplace. */
export const listingNames = sql`(
  select l.id, l.organisation_id, l.marketplace, l.content ->> 'title' as title,
    coalesce(l.content -> 'seller' ->> 'name', l.content -> 'seller' ->> 'id') as seller
  from ${currentListings} l
)`

/** The brands that listings mention, with the engine's confidence. */
export const listingMentions = exportedQuery
  .selectFrom('listing_mentions')
  .select(['listing_id', 'organisation_id', 'brand_id', 'confidence', 'shared', 'verdict'])
  .select(['first_seen_at', 'rung', 'shown_signals', 'heard_by'])
  .select(['portfolio_level', 'portfolio_marks'])

/**
 * Whether a listing mentions one of these brands: one index lookup per listing, whatever the planner's statistics.
 */
export function mentionsBrandOf(
  listing: RawBuilder<unknown>,
  brands: readonly string[],
): RawBuilder<boolean> {
  return sql`exists (
    select from listing_mentions m
    where m.listing_id = ${listing} and m.brand_id = any (${[...brands]}::text[]) offset 0)`
}

/** Assessments of versions by all engines, including candidates. */
export const allAssessments = exportedQuery
  .selectFrom('assessments')
  .select(['id', 'listing_id', 'version', 'body', 'at'])

/** Assessments by live engines; those of candidates are excluded. */
export const liveAssessments = exportedQuery
  .selectFrom('assessments')
  .select(['id', 'listing_id', 'version', 'engine', 'verdict', 'probability', 'body', 'at'])
  .where(sql<boolean>`not candidate`)

export const candidateAssessments = exportedQuery
  .selectFrom('assessments')
  .select(['listing_id', 'version', 'engine', 'verdict', 'at'])
  .where(sql<boolean>`candidate`)

/** Listings awaiting an assessment; one is in progress until `claimed_until`. */
export const dueAssessments = exportedQuery
  .selectFrom('judgements_due')
  .select(['listing_id', 'claimed_until'])

/** The arrival of a listing's version. */
export type ListingArrival = { marketplace: string; externalId: string; version: number; at: Date }

/**
 * Sets the times of sample listings' versions and assessments by the sample's history. The store refuses it for other
 * listings.
 */
export async function dateVersions(
  handle: Transaction,
  arrivals: readonly ListingArrival[],
): Promise<void> {
  if (arrivals.length === 0) return
  await sql`
    with named as materialized (
      select l.id, given.version, given.at, given.at - v.received_at as earlier
      from unnest(${arrivals.map(({ marketplace }) => marketplace)}::text[],
        ${arrivals.map(({ externalId }) => externalId)}::text[],
        ${arrivals.map(({ version }) => version)}::int4[],
        ${arrivals.map(({ at }) => at)}::timestamptz[])
        as given (marketplace, external_id, version, at)
      join listings l on l.marketplace = given.marketplace and l.external_id = given.external_id
      join listing_versions v on v.listing_id = l.id and v.version = given.version
      where l.organisation_id in ${sampleOrganisations}
    ),
    dated as (
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

/** Deletes the sample's daily counts, made while the listings of all its days arrived at once. */
export async function deleteDayCounts(handle: Transaction): Promise<void> {
  await sql`delete from counted_days where organisation_id in ${sampleOrganisations}`.execute(
    handle,
  )
}
