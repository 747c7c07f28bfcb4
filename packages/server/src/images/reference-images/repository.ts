import type { ImageBank, ReferenceImageView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { ReferenceRow } from './types.ts'
import { decisionsInForce, withdrawnDecisions } from '../../review/decisions/queries.ts'

export type ReferenceCursor = { at: Date; id: string }

const columns = sql`
  r.id, r.organisation_id as "organisationId", r.bank, r.label, r.brand_id as brand,
  encode(r.digest, 'hex') as sha256, r.width, r.height, r.expected, r.shared,
  r.bank <> 'known-fake' or r.decision_id is not null or r.confirmed_at is not null as "isConfirmed",
  r.added_at as "addedAt",
  json_build_object('kind', r.actor_kind, 'id', r.actor_id) as "addedBy",
  r.quarantined_at as "quarantinedAt", r.removed_at as "removedAt",
  coalesce(d.today, 0)::int as "listingsToday", coalesce(d.ever, 0)::int as "listingsEver"`

const unconfirmed = sql`
  r.bank = 'known-fake' and r.decision_id is null and r.confirmed_at is null`

/**
 * A limited member reads the count of listings about the reference's own brand, which they may see; others the count
 * of all.
 */
const isInLimits = sql`of_brand = ((select current_brands()) is not null)`

const withDays = sql`
  left join lateral (
    select sum(listings) filter (where day = (now() at time zone 'utc')::date) as today,
      sum(listings) as ever
    from picture_reference_days where reference_id = r.id and ${isInLimits}
  ) d on true`

export type ReferenceQuery = {
  organisationId: string
  bank?: ImageBank | undefined
  state?: ReferenceImageView['state'] | undefined
  /** The brands of a limited reader. */
  only: readonly string[] | undefined
  limit: number
  after?: ReferenceCursor
}

export async function pageOfReferences(
  handle: Transaction,
  options: ReferenceQuery,
): Promise<ReferenceRow[]> {
  const { organisationId, bank, state, only, after, limit } = options
  const removed = sql`r.removed_at is ${state === 'removed' ? sql`not null` : sql`null`}`
  const quarantined =
    state === 'live'
      ? sql`and r.quarantined_at is null`
      : state === 'quarantined'
        ? sql`and r.quarantined_at is not null and not (${unconfirmed})`
        : state === 'unconfirmed'
          ? sql`and ${unconfirmed}`
          : sql``
  const { rows } = await sql<ReferenceRow>`
    select ${columns} from picture_references r ${withDays}
    where r.organisation_id = ${organisationId}::uuid and ${removed} ${quarantined}
      ${bank === undefined ? sql`` : sql`and r.bank = ${bank}`}
      ${only === undefined ? sql`` : sql`and (r.brand_id is null or r.brand_id = any (${[...only]}::text[]))`}
      ${after ? sql`and (r.added_at, r.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    order by r.added_at desc, r.id desc limit ${limit}`.execute(handle)
  return rows
}

export async function findReference(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<ReferenceRow | undefined> {
  const { rows } = await sql<ReferenceRow>`
    select ${columns} from picture_references r ${withDays}
    where r.id = ${id}::uuid and r.organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]
}

export type NewReference = Pick<
  ReferenceRow,
  'id' | 'bank' | 'label' | 'brand' | 'sha256' | 'width' | 'height' | 'expected'
> & { decisionId?: string | undefined }

/** Adds a reference; returns the id of this picture in the bank for its brand, also of an existing one. */
export async function insertReference(
  handle: Transaction,
  organisationId: string,
  reference: NewReference,
): Promise<string> {
  await sql`
    insert into picture_references (id, organisation_id, bank, label, brand_id, digest, width,
      height, decision_id, expected, quarantined_at)
    values (${reference.id}::uuid, ${organisationId}::uuid, ${reference.bank}, ${reference.label}, ${reference.brand},
      decode(${reference.sha256}, 'hex'), ${reference.width}, ${reference.height}, ${reference.decisionId ?? null}::uuid,
      ${reference.expected},
      case when ${reference.bank === 'known-fake' && reference.decisionId === undefined}::bool then now() end)
    on conflict (organisation_id, bank, digest, brand_id) where removed_at is null do nothing`.execute(
    handle,
  )
  const storedId = (await findReferenceByDigest(handle, organisationId, reference)) ?? reference.id
  if (reference.decisionId !== undefined && storedId !== reference.id) {
    // An earlier, unconfirmed entry is now based on the decision.
    await sql`
      update picture_references r
      set decision_id = ${reference.decisionId}::uuid, quarantined_at = null, changed_at = now()
      where r.id = ${storedId}::uuid and ${unconfirmed}`.execute(handle)
  }
  return storedId
}

/** Records a second person's confirmation of a known fake, which is used from now on. */
export async function confirmReference(
  handle: Transaction,
  { id }: Pick<ReferenceRow, 'id'>,
  person: string,
): Promise<void> {
  await sql`
    update picture_references
    set confirmed_at = now(), confirmed_by = ${person}, quarantined_at = null, changed_at = now()
    where id = ${id}::uuid`.execute(handle)
}

/** The id of a picture in a bank for a brand, if it is there. */
export async function findReferenceByDigest(
  handle: Transaction,
  organisationId: string,
  { bank, brand, sha256 }: Pick<ReferenceRow, 'bank' | 'brand' | 'sha256'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from picture_references
    where organisation_id = ${organisationId}::uuid and bank = ${bank}
      and digest = decode(${sha256}, 'hex') and brand_id is not distinct from ${brand}
      and removed_at is null`.execute(handle)
  return rows[0]?.id
}

/** Whether a reference is based on a decision withdrawn since. */
export async function restsOnWithdrawnDecision(handle: Transaction, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from picture_references r join ${withdrawnDecisions} w on w.decision_id = r.decision_id
    where r.id = ${id}::uuid limit 1`.execute(handle)
  return rows.length > 0
}

export async function countReferences(
  handle: Transaction,
  organisationId: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from picture_references
    where organisation_id = ${organisationId}::uuid and removed_at is null`.execute(handle)
  return rows[0]?.count ?? 0
}

export async function updateReference(
  handle: Transaction,
  { id, label, expected, shared, quarantinedAt, removedAt }: ReferenceRow,
): Promise<void> {
  await sql`
    update picture_references
    set label = ${label}, expected = ${expected}, shared = ${shared}, quarantined_at = ${quarantinedAt}::timestamptz,
      removed_at = ${removedAt}::timestamptz, changed_at = now()
    where id = ${id}::uuid`.execute(handle)
}

export async function dailyCountsOf(
  handle: Transaction,
  id: string,
): Promise<{ day: string; listings: number }[]> {
  const { rows } = await sql<{ day: string; listings: number }>`
    select to_char(day, 'YYYY-MM-DD') as day, listings from picture_reference_days
    where reference_id = ${id}::uuid and ${isInLimits}
      and day > (now() at time zone 'utc')::date - 30
    order by day desc`.execute(handle)
  return rows
}

/** The organisation's counterfeit decision in force on a listing, if any. */
export async function findCounterfeitDecision(
  handle: Transaction,
  organisationId: string,
  listingId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string; verdict: string }>`
    select d.id, d.verdict from ${decisionsInForce} d
    where d.listing_id = ${listingId}::uuid and d.organisation_id = ${organisationId}::uuid
    order by d.decided_at desc, d.recorded_at desc, d.id desc limit 1`.execute(handle)
  const [newest] = rows
  return newest?.verdict === 'counterfeit' ? newest.id : undefined
}
