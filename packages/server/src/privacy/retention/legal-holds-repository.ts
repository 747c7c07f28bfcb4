import { randomUUID } from 'node:crypto'
import type { HoldScope } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { LegalHoldRow } from './types.ts'
import { activeConfidentialityHolds } from '../../enforcement/confidentiality-holds/queries.ts'
import { caseListings } from '../../investigation/cases/queries.ts'
import { listingVersions } from '../../listings/ingest/queries.ts'

// The number is arbitrary and stays; beside it goes a hash of the organisation.
const lockClass = 7_074_010

/** Before data is removed: makes anyone who sets a hold wait until this transaction ends. */
export async function lockAgainstNewHolds(
  handle: Transaction,
  organisationId: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${lockClass}::int, hashtext(${organisationId}))`.execute(
    handle,
  )
}

/** Before a hold is set: data being removed is gone by then, and nothing more is removed. */
export async function lockAgainstRemoval(
  handle: Transaction,
  organisationId: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockClass}::int, hashtext(${organisationId}))`.execute(
    handle,
  )
}

const columns = sql`
  id, scope, listing_id as listing,
  case when scope = 'seller' then json_build_object('marketplace', marketplace, 'id', seller_id) end
    as seller,
  reason, set_at as "setAt", json_build_object('kind', actor_kind, 'id', actor_id) as "setBy",
  released_at as "releasedAt",
  case when released_at is not null
    then json_build_object('kind', released_by_kind, 'id', released_by_id) end as "releasedBy"`

export async function insertLegalHold(
  handle: Transaction,
  organisationId: string,
  input: { scope: HoldScope; sellerHash: Buffer | null; reason: string },
): Promise<LegalHoldRow> {
  const { scope, sellerHash, reason } = input
  const { marketplace = null, id: sellerId = null } = scope.kind === 'seller' ? scope.seller : {}
  const listing = scope.kind === 'listing' ? scope.listing : null
  const { rows } = await sql<LegalHoldRow>`
    insert into legal_holds
      (id, organisation_id, scope, listing_id, marketplace, seller_id, seller_hash, reason)
    values (${randomUUID()}::uuid, ${organisationId}::uuid, ${scope.kind}, ${listing}::uuid,
      ${marketplace}, ${sellerId}, ${sellerHash}::bytea, ${reason})
    returning ${columns}`.execute(handle)
  const [hold] = rows
  if (hold === undefined) throw new Error('a legal hold was set without an event')
  return hold
}

/** Releases an active hold; undefined if none has this id. */
export async function markLegalHoldReleased(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<LegalHoldRow | undefined> {
  const { rows } = await sql<LegalHoldRow>`
    update legal_holds
    set released_at = now(), seller_id = null, released_by_kind = current_actor_kind(),
      released_by_id = current_actor_id()
    where organisation_id = ${organisationId}::uuid and id = ${id}::uuid and released_at is null
    returning ${columns}`.execute(handle)
  return rows[0]
}

export type LegalHoldQuery = {
  organisationId: string
  standing?: boolean
  limit: number
  after?: { at: Date; id: string }
}

export async function pageOfLegalHolds(
  handle: Transaction,
  options: LegalHoldQuery,
): Promise<LegalHoldRow[]> {
  const { organisationId, standing, limit, after } = options
  const ofState =
    standing === undefined ? sql`` : sql`and (released_at is null) = ${standing}::bool`
  const beyond = after
    ? sql`and (set_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  return holdsWhere(
    handle,
    sql`organisation_id = ${organisationId}::uuid ${ofState} ${beyond}
      order by set_at desc, id desc limit ${limit}`,
  )
}

export type ActiveLegalHolds = {
  /** True where everything of the organisation is held. */
  whole: boolean
  listings: ReadonlySet<string>
  sellers: Buffer[]
}

/** What active holds keep in an organisation. */
export async function findActiveLegalHolds(
  handle: Transaction,
  organisationId: string,
): Promise<ActiveLegalHolds> {
  const { rows } = await sql<{ scope: string; listing: string | null; seller: Buffer | null }>`
    select scope, listing_id as listing, seller_hash as seller from legal_holds
    where organisation_id = ${organisationId}::uuid and released_at is null
    union all
    -- What an authority or counsel holds is not taken away meanwhile.
    select case e.scope when 'seller' then 'seller' else 'listing' end,
      coalesce(e.listing_id, o.listing_id), e.seller_hash
    from ${activeConfidentialityHolds} e left join ${caseListings} o on o.case_id = e.case_id
    where e.organisation_id = ${organisationId}::uuid
    union all
    select 'listing', listing_id, null
    from held_by_authorities(${organisationId}::uuid, now())`.execute(handle)
  return {
    whole: rows.some(({ scope }) => scope === 'organisation'),
    listings: new Set(rows.flatMap(({ listing }) => listing ?? [])),
    sellers: rows.flatMap(({ seller }) => seller ?? []),
  }
}

/** The listings among these that a hold keeps: directly, or by a seller of any of their versions. */
export async function findListingsOnHold(
  handle: Transaction,
  standing: ActiveLegalHolds,
  ids: readonly string[],
): Promise<Set<string>> {
  if (standing.whole) return new Set(ids)
  const onHold = new Set(ids.filter((id) => standing.listings.has(id)))
  if (standing.sellers.length === 0) return onHold
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${ids}::uuid[]) as given (id)
    where exists (
      select from ${listingVersions} v
      where v.listing_id = given.id and v.seller_hash = any (${standing.sellers}::bytea[]) offset 0
    )`.execute(handle)
  for (const { id } of rows) onHold.add(id)
  return onHold
}

/** The active holds on a seller, on any of its listings, or on the whole organisation. */
export async function listHoldsOnSeller(
  handle: Transaction,
  { organisationId, sellerHash }: { organisationId: string; sellerHash: Buffer },
): Promise<LegalHoldRow[]> {
  return holdsWhere(
    handle,
    sql`organisation_id = ${organisationId}::uuid and released_at is null
      and (scope = 'organisation' or seller_hash = ${sellerHash}::bytea or listing_id in (
        select v.listing_id from ${listingVersions} v
        where v.organisation_id = ${organisationId}::uuid and v.seller_hash = ${sellerHash}::bytea
          and v.listing_id = legal_holds.listing_id
      ))
      order by set_at, id`,
  )
}

async function holdsWhere(
  handle: Transaction,
  condition: RawBuilder<unknown>,
): Promise<LegalHoldRow[]> {
  const { rows } = await sql<LegalHoldRow>`
    select ${columns} from legal_holds where ${condition}`.execute(handle)
  return rows
}
