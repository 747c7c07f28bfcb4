import { sql, type RawBuilder } from 'kysely'
import { deleteEmailUpdatesOf } from '../email-updates/queries.ts'
import { exportedQuery, isoMoment, type Transaction } from '../../platform/db/index.ts'

export const appealLinks = exportedQuery
  .selectFrom('appeal_links')
  .select([
    'id',
    'organisation_id',
    'proceeding_id',
    'proof_request_id',
    'seller_id',
    'seller_hash',
  ])
  .select(['made_at', 'opened_at', 'expires_at', 'revoked_at'])

/**
 * Whether the `right_name` of a clearance names this right. A person wrote it: “em 018000001” and “EM018000001” are
 * one right.
 */
export function namesRight(right: string): RawBuilder<boolean> {
  return sql`upper(regexp_replace(right_name, '\\s', '', 'g'))
    = upper(regexp_replace(${right}::text, '\\s', '', 'g'))`
}

export const submittedAppeals = exportedQuery
  .selectFrom('appeals')
  .select([
    'id',
    'organisation_id',
    'proceeding_id',
    'proof_request_id',
    'seller_hash',
    'state',
    'outcome',
  ])
  .select(['submitted_at', 'decided_at', 'link_id', 'instance'])

/** Proof requests at every stage, without what the seller is told. */
export const proofRequests = exportedQuery
  .selectFrom('proof_requests')
  .select([
    'id',
    'organisation_id',
    'seller_hash',
    'brand_id',
    'state',
    'requested_at',
    'decided_at',
  ])

/** Clearances, also those of others that row-level security shows to who holds the brand. */
export const clearances = exportedQuery
  .selectFrom('cleared_records')
  .select(['id', 'organisation_id', 'marketplace', 'seller_id', 'brand_id', 'right_name'])
  .select('product')
  .select(['issued_at', 'expires_at', 'revoked_at', 'revocation_reason'])

/** Proof requests awaiting the seller or a decision. */
export const openProofRequests = exportedQuery
  .selectFrom('proof_requests')
  .select(['id', 'organisation_id', 'listing_id', 'marketplace', 'brand_id', 'state'])
  .where(sql<boolean>`state in ('requested', 'submitted')`)

/** Whether a link, a proof request or a clearance still names a seller, by its hash. */
export function isNamedInProcedures(
  organisationId: RawBuilder<unknown>,
  sellerHash: RawBuilder<unknown>,
): RawBuilder<boolean> {
  const named = sql`organisation_id = ${organisationId} and seller_hash = ${sellerHash}
    and seller_id is not null`
  return sql`(exists (select from appeal_links where ${named})
    or exists (select from proof_requests where ${named})
    or exists (select from cleared_records where ${named}))`
}

type SellerPseudonym = { organisationId: string; sellerHash: Buffer }

/** A seller's appeal or submission, for their access request. */
export type StoredAppeal = {
  id: string
  submittedAt: string
  state: string
  words: string | null
  outcome: string | null
  reasons: string | null
  documents: { name: string; mediaType: string; bytes: number; sha256: string }[]
}

// The maximum number of appeals equals that of links sent to one seller.
const maxAppeals = 500

export async function appealsOfSeller(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
): Promise<StoredAppeal[]> {
  const { rows } = await sql<StoredAppeal>`
    select a.id, ${isoMoment(sql`a.submitted_at`)} as "submittedAt",
      a.state, a.words, a.outcome, a.reasons, (
        select coalesce(json_agg(json_build_object('name', d.name, 'mediaType', d.media_type,
          'bytes', d.bytes, 'sha256', encode(d.sha256, 'hex')) order by d.place), '[]'::json)
        from appeal_documents d where d.appeal_id = a.id
      ) as documents
    from appeals a
    where a.organisation_id = ${organisationId}::uuid and a.seller_hash = ${sellerHash}::bytea
    order by a.submitted_at, a.id limit ${maxAppeals}`.execute(handle)
  return rows
}

/**
 * Redacts a seller's appeals: removes text, documents and email address, revokes links, and removes the seller from
 * clearances. The fact of an appeal and its outcome stay.
 */
export async function eraseAppeals(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
): Promise<void> {
  const ofSeller = sql`organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea`
  await sql`
    delete from appeal_documents where appeal_id in (select id from appeals where ${ofSeller})`.execute(
    handle,
  )
  await sql`update appeals set words = null where ${ofSeller} and words is not null`.execute(handle)
  await sql`
    update appeal_links set seller_id = null, revoked_at = coalesce(revoked_at, now())
    where ${ofSeller} and seller_id is not null`.execute(handle)
  await deleteEmailUpdatesOf(handle, { organisationId, sellerHash })
  // A measure in force has to name its subject; ended ones count as strikes without a name.
  await sql`
    update measures m set seller = null
    where m.organisation_id = ${organisationId}::uuid and m.ended_at is not null
      and m.seller is not null and exists (
        select from appeal_links l where l.proceeding_id = m.proceeding_id
          and l.organisation_id = m.organisation_id and l.seller_hash = ${sellerHash}::bytea
      )`.execute(handle)
  await sql`
    update proof_requests set seller_id = null where ${ofSeller} and seller_id is not null`.execute(
    handle,
  )
  await sql`
    update cleared_records set seller_id = null, statement = null
    where ${ofSeller} and seller_id is not null`.execute(handle)
}

export async function redactLinkSellers(
  handle: Transaction,
  ids: readonly string[],
): Promise<void> {
  await sql`
    update appeal_links set seller_id = null where id = any (${[...ids]}::uuid[])`.execute(handle)
}
