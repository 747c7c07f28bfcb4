import type { Assessment, Listing, ProposalState } from '@touchstone/contract'
import { sql } from 'kysely'
import { isoMoment, type Transaction } from '../../platform/db/index.ts'
import { toAssessmentView } from '../../brands/visibility/index.ts'
import { allAssessments, listingFacts, listingVersions } from '../../listings/ingest/queries.ts'
import { listingTranslations } from '../../listings/translations/queries.ts'
import {
  allDecisions,
  decisionProposals,
  recordedOutcomes,
} from '../../review/decisions/queries.ts'
import { tipListings, tipTexts } from '../../watches/tips/queries.ts'

export type SellerPseudonym = { organisationId: string; sellerHash: Buffer }

/** Records the seller as erased: its listings are stored without it from now on. */
export async function insertErasure(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
): Promise<void> {
  await sql`
    insert into erased_sellers (organisation_id, seller_hash)
    values (${organisationId}::uuid, ${sellerHash}::bytea)
    on conflict (organisation_id, seller_hash) do nothing`.execute(handle)
}

export async function findErasure(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    select erased_at as at from erased_sellers
    where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea`.execute(
    handle,
  )
  return rows[0]?.at ?? null
}

/** Erased sellers of whom there are listings again: such as were on their way when the erasure came. */
export async function listErasedWithListings(
  handle: Transaction,
  organisationId: string,
): Promise<Buffer[]> {
  const { rows } = await sql<{ hash: Buffer }>`
    select e.seller_hash as hash from erased_sellers e
    cross join lateral (
      select from ${listingVersions} v
      where v.organisation_id = e.organisation_id and v.seller_hash = e.seller_hash limit 1
    ) found
    where e.organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows.map(({ hash }) => hash)
}

/** How many listings, of all or of these, name this seller in any version. */
export async function countListingsOfSeller(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
  ids?: readonly string[],
): Promise<number> {
  const ofThese = ids === undefined ? sql`` : sql`and listing_id = any (${ids}::uuid[])`
  const { rows } = await sql<{ count: number }>`
    select count(distinct listing_id)::int as count from ${listingVersions} v
    where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea
      ${ofThese}`.execute(handle)
  return rows[0]?.count ?? 0
}

export type StoredSellerListing = {
  id: string
  marketplace: string
  externalId: string
  firstSeenAt: Date
  lastSeenAt: Date
  versions: { version: number; receivedAt: string; listing: Listing; assessments: Assessment[] }[]
  decisions: { verdict: string; reason: string | null; note: string | null; at: string }[]
  translations: {
    language: string
    title: string | null
    description: string | null
    at: string
  }[]
  proposals: {
    verdict: string
    state: ProposalState
    reason: string | null
    note: string | null
    settledNote: string | null
    at: string
  }[]
  outcomes: { outcome: string; note: string | null; at: string }[]
  tips: { url: string; source: string; words: string | null; at: string }[]
}

/**
 * A page of the listings that name this seller, by id: the versions that do, all their assessments, and the
 * organisation's own decisions. Versions of other sellers concern others.
 */
export async function pageOfSellerListings(
  handle: Transaction,
  options: SellerPseudonym & { after: string | undefined; limit: number },
): Promise<StoredSellerListing[]> {
  const { organisationId, sellerHash, after, limit } = options
  const beyond = after === undefined ? sql`` : sql`and listing_id > ${after}::uuid`
  const time = (column: string): ReturnType<typeof isoMoment> => isoMoment(sql.ref(column))
  const { rows } = await sql<StoredSellerListing>`
    with page as materialized (
      select distinct listing_id as id from ${listingVersions} v
      where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea
        ${beyond}
      order by listing_id limit ${limit}
    )
    select l.id, l.marketplace, l.external_id as "externalId", l.first_seen_at as "firstSeenAt",
      l.last_seen_at as "lastSeenAt", v.versions, d.decisions, t.translations, p.proposals, o.outcomes,
      tips.tips
    from page
    cross join lateral (select * from ${listingFacts} l where l.id = page.id) l
    cross join lateral (
      select json_agg(json_build_object('version', v.version, 'receivedAt',
          ${time('v.received_at')}, 'listing', v.content, 'assessments', a.bodies)
        order by v.version) as versions
      from ${listingVersions} v
      cross join lateral (
        select coalesce(json_agg(a.body order by a.at, a.id), '[]'::json) as bodies
        from ${allAssessments} a where a.listing_id = v.listing_id and a.version = v.version
      ) a
      where v.listing_id = page.id and v.seller_hash = ${sellerHash}::bytea
    ) v
    cross join lateral (
      select coalesce(json_agg(json_build_object('verdict', d.verdict, 'reason', d.reason,
          'note', d.note, 'at', ${time('d.decided_at')}) order by d.decided_at, d.id), '[]'::json)
        as decisions
      from ${allDecisions} d
      where d.listing_id = page.id and d.organisation_id = ${organisationId}::uuid
    ) d
    cross join lateral (
      select coalesce(json_agg(json_build_object('language', t.language, 'title', t.title,
          'description', t.description, 'at', ${time('t.added_at')}) order by t.added_at, t.id),
        '[]'::json) as translations
      from ${listingTranslations} t
      where t.listing_id = page.id and t.organisation_id = ${organisationId}::uuid
    ) t
    cross join lateral (
      select coalesce(json_agg(json_build_object('verdict', p.verdict, 'state', p.state,
          'reason', p.reason, 'note', p.note, 'settledNote', p.settled_note,
          'at', ${time('p.proposed_at')}) order by p.proposed_at, p.id), '[]'::json) as proposals
      from ${decisionProposals} p
      where p.listing_id = page.id and p.organisation_id = ${organisationId}::uuid
    ) p
    cross join lateral (
      select coalesce(json_agg(json_build_object('outcome', o.outcome, 'note', o.note,
          'at', ${time('o.happened_at')}) order by o.happened_at, o.id), '[]'::json) as outcomes
      from ${recordedOutcomes} o
      where o.listing_id = page.id and o.organisation_id = ${organisationId}::uuid
    ) o
    cross join lateral (
      select coalesce(json_agg(json_build_object('url', k.url, 'source', k.source, 'words', k.words,
          'at', ${time('k.received_at')}) order by k.received_at, k.id), '[]'::json) as tips
      from ${tipListings} i join ${tipTexts} k on k.id = i.tip_id
      where i.listing_id = page.id and i.organisation_id = ${organisationId}::uuid
    ) tips
    order by l.id`.execute(handle)
  return rows.map((row) => ({
    ...row,
    versions: row.versions.map((version) => ({
      ...version,
      assessments: version.assessments.map(toAssessmentView),
    })),
  }))
}
