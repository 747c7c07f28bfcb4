import type { Brand } from '@touchstone/contract'
import { sql } from 'kysely'
import { catalogBrands, catalogProducts } from '../../brands/catalog/queries.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { currentListings, listingMentions, liveAssessments } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'
import type { Usage } from '../ledger/index.ts'
import { maxFinds, maxOthers, recentDays, type FoundSpelling, type RecentListing } from './types.ts'

export type BrandOfOrganisation = { organisationId: string; brand: string }

const recent = sql`now() - make_interval(days => ${recentDays}::int4)`

/**
 * The newest finds and the newest other listings of the organisation, as its members decided or else as the engine
 * assessed them. Listings of others that it may see are left out.
 */
export async function findRecentListings(
  handle: Transaction,
  { organisationId, brand }: BrandOfOrganisation,
): Promise<RecentListing[]> {
  const most = sql`${maxFinds + maxOthers}::int4`
  const { rows } = await sql<RecentListing>`
    with ids as (
      (
        select m.listing_id as id from ${listingMentions} m
        where m.organisation_id = ${organisationId}::uuid and m.brand_id = ${brand}
          and m.first_seen_at >= ${recent}
        order by m.first_seen_at desc, m.listing_id desc limit ${most}
      ) union (
        select s.listing_id from watch_sightings s join watches w on w.id = s.watch_id
        where s.organisation_id = ${organisationId}::uuid and w.brand_id = ${brand}
          and s.day >= (${recent})::date
        order by s.day desc, s.listing_id desc limit ${most}
      )
    ), judged as (
      select l.id, l.content ->> 'title' as title, l.first_seen_at,
        coalesce(l.seller_account_id::text, l.content -> 'seller' ->> 'id',
          l.content -> 'seller' ->> 'name') as seller,
        coalesce(d.verdict in ('counterfeit', 'trademark-misuse'), l.verdict in ('review', 'block'),
          false) as "isFind"
      from ids join ${currentListings} l on l.id = ids.id
      left join lateral (
        select told.verdict from ${decisionsInForce} told
        where told.listing_id = l.id and told.organisation_id = ${organisationId}::uuid
        order by told.decided_at desc, told.recorded_at desc, told.id desc limit 1
      ) d on true
      where l.organisation_id = ${organisationId}::uuid
    ), placed as (
      select *, row_number() over (
        partition by "isFind" order by first_seen_at desc, id desc) as place
      from judged where title is not null
    )
    select id, title, seller, "isFind" from placed
    where place <= case when "isFind" then ${maxFinds}::int4 else ${maxOthers}::int4 end
    order by first_seen_at desc, id desc`.execute(handle)
  return rows
}

/** Spellings of a brand in these finds that no catalog has: altered ones and misspellings. */
export async function findSpellings(
  handle: Transaction,
  brand: string,
  finds: readonly string[],
): Promise<FoundSpelling[]> {
  const { rows } = await sql<FoundSpelling>`
    select f.id as listing, signal -> 'evidence' -> 'params' ->> 'text' as text,
      signal ->> 'code' = 'brand.disguised-name' as "isDisguised"
    from unnest(${finds}::uuid[]) as f (id)
    join ${currentListings} l on l.id = f.id
    cross join lateral (
      select a.body from ${liveAssessments} a
      where a.listing_id = l.id and a.version = l.version order by a.at desc, a.id desc limit 1
    ) a
    cross join lateral json_array_elements((a.body -> 'signals')::json) as signal
    where signal ->> 'code' in ('brand.disguised-name', 'brand.named')
      and signal -> 'evidence' ->> 'reference' = ${brand}
      and signal -> 'evidence' -> 'params' ->> 'as' in ('altered', 'misspelling')`.execute(handle)
  return rows
}

/** The brand in the organisation’s own catalog. */
export async function findOwnBrand(
  handle: Transaction,
  { organisationId, brand }: BrandOfOrganisation,
): Promise<Brand | undefined> {
  const { rows } = await sql<{ content: Brand }>`
    select b.content from ${catalogBrands} b
    where b.organisation_id = ${organisationId}::uuid and b.id = ${brand}
      and b.removed_at is null`.execute(handle)
  return rows[0]?.content
}

export type NamedWork = { name: string; from: 'catalog' | 'claim' }

const maxProducts = 500

/** Names of the brand’s products in the organisation’s own catalog, and of works that it claims. */
export async function findNamedWorks(
  handle: Transaction,
  { organisationId, brand }: BrandOfOrganisation,
): Promise<NamedWork[]> {
  const { rows } = await sql<NamedWork>`
    (
      select p.content ->> 'name' as name, 'catalog' as from from ${catalogProducts} p
      where p.organisation_id = ${organisationId}::uuid and p.brand_id = ${brand}
        and p.removed_at is null
      order by p.changed_at desc, p.id limit ${maxProducts}
    ) union all (
      select c.work ->> 'title', 'claim' from ${allClaims} c
      where c.organisation_id = ${organisationId}::uuid and c.brand_id = ${brand}
        and c.state = 'approved' and c.work is not null
      order by c.submitted_at desc, c.id limit ${maxProducts}
    )`.execute(handle)
  return rows
}

export type QueryRun = { query: string; usage: Usage }

const maxRuns = 200

/** What runs of the organisation’s watches used for each query on this site, the newest first. */
export async function findQueryRuns(
  handle: Transaction,
  organisationId: string,
  authority: string,
): Promise<QueryRun[]> {
  const { rows } = await sql<QueryRun>`
    select u.query, json_build_object('requests', u.requests, 'bytes', u.bytes,
      'processorSeconds', u.seconds, 'fees', u.fees) as usage
    from watch_usage u
    join watches w on w.id = u.watch_id
    join watch_runs r on r.id = u.run_id
    where u.organisation_id = ${organisationId}::uuid and u.query <> '' and u.requests > 0
      and r.ended_at is not null and u.day >= (${recent})::date
      and lower(substring(w.site from '^https?://([^/?#]+)')) = ${authority}
    order by u.day desc, u.run_id desc, u.query limit ${maxRuns}`.execute(handle)
  return rows
}

export type ProposalDecision = {
  query: string
  decision: 'accepted' | 'dismissed'
  decidedAt: Date
}

/** The decisions on proposals for a watch that are still in force, the newest first. */
export async function findDecisions(
  handle: Transaction,
  watchId: string,
): Promise<ProposalDecision[]> {
  const { rows } = await sql<ProposalDecision>`
    select query, decision, decided_at as "decidedAt" from watch_proposal_decisions
    where watch_id = ${watchId}::uuid and decided_at > ${recent}
    order by decided_at desc, query`.execute(handle)
  return rows
}

export async function saveDecisions(
  handle: Transaction,
  { organisationId, watchId }: { organisationId: string; watchId: string },
  decision: ProposalDecision['decision'],
  queries: readonly string[],
): Promise<void> {
  await sql`
    insert into watch_proposal_decisions (organisation_id, watch_id, query, decision)
    select ${organisationId}::uuid, ${watchId}::uuid, query, ${decision}
    from unnest(${queries}::text[]) as given (query)
    on conflict (watch_id, organisation_id, query) do update
      set decision = excluded.decision, decided_at = now()`.execute(handle)
}

export async function deleteDecisions(
  handle: Transaction,
  watchId: string,
  queries: readonly string[],
): Promise<void> {
  await sql`
    delete from watch_proposal_decisions
    where watch_id = ${watchId}::uuid and query = any (${queries}::text[])`.execute(handle)
}

/** Deletes decisions that are no longer in force; needs the operator’s context. */
export async function deleteOldDecisions(handle: Transaction): Promise<void> {
  await sql`
    delete from watch_proposal_decisions where decided_at <= ${recent}`.execute(handle)
}
