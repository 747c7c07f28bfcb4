import { randomUUID } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { ConfidentialityHoldRow, HoldExtensionRow } from './types.ts'
import { caseFacts, caseListings } from '../../investigation/cases/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'

const columns = sql`id, organisation_id as "organisationId", scope, listing_id as listing,
  case_id as case,
  case when scope = 'seller'
    then json_build_object('marketplace', marketplace, 'hash', encode(seller_hash, 'hex')) end
    as seller,
  wanted_by as "wantedBy", reference, reason, review_on::text as "reviewOn",
  expires_at as "expiresAt", set_at as "setAt", actor_id as "setBy", lifted_at as "liftedAt",
  lifted_by as "liftedBy", lift_reason as "liftReason"`

export type NewConfidentialityHoldRow = Pick<
  ConfidentialityHoldRow,
  'organisationId' | 'scope' | 'listing' | 'case' | 'wantedBy' | 'reference' | 'reason'
> &
  Pick<ConfidentialityHoldRow, 'reviewOn' | 'expiresAt' | 'setAt'> & {
    seller: { marketplace: string; hash: Buffer } | null
  }

export async function insertConfidentialityHold(
  handle: Transaction,
  one: NewConfidentialityHoldRow,
): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into confidentiality_holds (id, organisation_id, scope, listing_id, case_id, marketplace, seller_hash,
      wanted_by, reference, reason, review_on, expires_at, set_at)
    values (${id}::uuid, ${one.organisationId}::uuid, ${one.scope}, ${one.listing}::uuid,
      ${one.case}::uuid, ${one.seller?.marketplace ?? null}, ${one.seller?.hash ?? null}::bytea,
      ${one.wantedBy}, ${one.reference}, ${one.reason}, ${one.reviewOn}::date,
      ${one.expiresAt}::timestamptz, ${one.setAt}::timestamptz)`.execute(handle)
  return id
}

export async function findConfidentialityHold(
  handle: Transaction,
  organisationId: string,
  id: string,
  lock = false,
): Promise<ConfidentialityHoldRow | undefined> {
  const { rows } = await sql<ConfidentialityHoldRow>`
    select ${columns} from confidentiality_holds
    where organisation_id = ${organisationId}::uuid and id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows[0]
}

export type ConfidentialityHoldQuery = {
  organisationId: string
  limit: number
  now: Date
  after?: { at: Date; id: string }
  standing?: boolean
}

export async function pageOfConfidentialityHolds(
  handle: Transaction,
  options: ConfidentialityHoldQuery,
): Promise<ConfidentialityHoldRow[]> {
  const { organisationId, limit, now, after, standing } = options
  const conditions: RawBuilder<unknown>[] = [sql`organisation_id = ${organisationId}::uuid`]
  if (after) conditions.push(sql`(set_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  const isInForce = sql`(lifted_at is null and expires_at > ${now}::timestamptz)`
  if (standing !== undefined) conditions.push(standing ? isInForce : sql`not ${isInForce}`)
  const { rows } = await sql<ConfidentialityHoldRow>`
    select ${columns} from confidentiality_holds where ${sql.join(conditions, sql` and `)}
    order by set_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

export async function extensionsOf(
  handle: Transaction,
  ids: readonly string[],
): Promise<Map<string, HoldExtensionRow[]>> {
  const { rows } = await sql<HoldExtensionRow & { confidentialityHold: string }>`
    select confidentiality_hold_id as "confidentialityHold", id, review_on::text as "reviewOn", expires_at as "expiresAt",
      reason, state, requested_at as "requestedAt", requested_by as "requestedBy", settled_at as "settledAt",
      settled_by as "settledBy"
    from confidentiality_hold_extensions where confidentiality_hold_id = any (${[...ids]}::uuid[])
    order by confidentiality_hold_id, requested_at, id`.execute(handle)
  const found = new Map<string, HoldExtensionRow[]>()
  for (const { confidentialityHold, ...one } of rows)
    found.set(confidentialityHold, [...(found.get(confidentialityHold) ?? []), one])
  return found
}

export async function markHoldLifted(
  handle: Transaction,
  id: string,
  { at, by, reason }: { at: Date; by: string; reason: string },
): Promise<void> {
  await sql`
    update confidentiality_holds set lifted_at = ${at}::timestamptz, lifted_by = ${by},
      lift_reason = ${reason}
    where id = ${id}::uuid`.execute(handle)
  await sql`
    update confidentiality_hold_listings set lifted_at = ${at}::timestamptz
    where confidentiality_hold_id = ${id}::uuid`.execute(handle)
}

type Time = Pick<HoldExtensionRow, 'reviewOn' | 'expiresAt'>

export async function setHoldPeriod(handle: Transaction, id: string, time: Time): Promise<void> {
  await sql`
    update confidentiality_holds set review_on = ${time.reviewOn}::date,
      expires_at = ${time.expiresAt}::timestamptz
    where id = ${id}::uuid`.execute(handle)
  await sql`
    update confidentiality_hold_listings set expires_at = ${time.expiresAt}::timestamptz
    where confidentiality_hold_id = ${id}::uuid`.execute(handle)
}

export async function insertExtension(
  handle: Transaction,
  {
    organisationId,
    confidentialityHold,
    reason,
    now,
    ...time
  }: Time & {
    organisationId: string
    confidentialityHold: string
    reason: string
    now: Date
  },
): Promise<void> {
  await sql`
    insert into confidentiality_hold_extensions
      (id, organisation_id, confidentiality_hold_id, review_on, expires_at, reason, requested_at)
    values (${randomUUID()}::uuid, ${organisationId}::uuid, ${confidentialityHold}::uuid,
      ${time.reviewOn}::date, ${time.expiresAt}::timestamptz, ${reason},
      ${now}::timestamptz)`.execute(handle)
}

export async function markExtensionSettled(
  handle: Transaction,
  id: string,
  { state, by, at }: { state: 'confirmed' | 'rejected'; by: string; at: Date },
): Promise<void> {
  await sql`
    update confidentiality_hold_extensions set state = ${state}, settled_by = ${by},
      settled_at = ${at}::timestamptz
    where id = ${id}::uuid`.execute(handle)
}

export async function isHoldableListing(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<boolean> {
  // Its own listings, and others' in its cases: it sends notices about both.
  const { rows } = await sql`
    select from ${listingFacts} l where l.id = ${id}::uuid and (
      l.organisation_id = ${organisationId}::uuid
      or exists (select from ${caseListings} o
        where o.listing_id = l.id and o.organisation_id = ${organisationId}::uuid))`.execute(handle)
  return rows.length > 0
}

export async function isOwnCase(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from ${caseFacts} c where id = ${id}::uuid
      and organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows.length > 0
}

/** Expired holds that have not been recorded; marks them as recorded. */
export async function claimExpiredHolds(
  handle: Transaction,
  now: Date,
): Promise<{ id: string; organisationId: string }[]> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    update confidentiality_holds set lapse_notified_at = ${now}::timestamptz
    where id in (select id from confidentiality_holds where lifted_at is null and lapse_notified_at is null
      and expires_at <= ${now}::timestamptz order by expires_at limit 100 for update skip locked)
    returning id, organisation_id as "organisationId"`.execute(handle)
  return rows
}
