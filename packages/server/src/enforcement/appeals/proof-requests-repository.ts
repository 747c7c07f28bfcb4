import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { type OrganisationPageQuery, afterCursor } from '../appeal-links/index.ts'
import type { ProofRequestRow } from './types.ts'

const askColumns = sql`id, organisation_id as "organisationId", listing_id as "listingId", marketplace,
  seller_id as "sellerId", seller_hash as "sellerHash", brand_id as brand, reason, accepts, state,
  version, requested_at as "requestedAt", due_at as "dueAt", decided_at as "decidedAt", reasons,
  valid_until as "validUntil", reused_from as "reusedFrom"`

export async function insertProofRequest(
  handle: Transaction,
  proofRequest: ProofRequestRow,
): Promise<void> {
  await sql`
    insert into proof_requests (id, organisation_id, listing_id, marketplace, seller_id, seller_hash,
      brand_id, reason, accepts, state, requested_at, due_at, decided_at, reasons, valid_until, reused_from)
    values (${proofRequest.id}::uuid, ${proofRequest.organisationId}::uuid, ${proofRequest.listingId}::uuid, ${proofRequest.marketplace},
      ${proofRequest.sellerId}, ${proofRequest.sellerHash}::bytea, ${proofRequest.brand}, ${proofRequest.reason},
      ${proofRequest.accepts}::text[], ${proofRequest.state}, ${proofRequest.requestedAt}::timestamptz, ${proofRequest.dueAt}::timestamptz,
      ${proofRequest.decidedAt}::timestamptz, ${proofRequest.reasons}, ${proofRequest.validUntil}::timestamptz,
      ${proofRequest.reusedFrom}::uuid)`.execute(handle)
}

export async function findProofRequest(
  handle: Transaction,
  id: string,
  lock = false,
): Promise<ProofRequestRow | undefined> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_requests
    where id = ${id}::uuid and organisation_id = current_organisation()
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows[0]
}

export type ProofRequestFilter = { state: ProofRequestRow['state']; listing: string }

export async function pageOfProofRequests(
  handle: Transaction,
  options: OrganisationPageQuery<ProofRequestFilter>,
): Promise<ProofRequestRow[]> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_requests
    where organisation_id = ${options.organisationId}::uuid ${afterCursor(options, sql`requested_at`)}
      ${options.state === undefined ? sql`` : sql`and state = ${options.state}`}
      ${options.listing === undefined ? sql`` : sql`and listing_id = ${options.listing}::uuid`}
    order by requested_at desc, id desc limit ${options.limit}`.execute(handle)
  return rows
}

/** The accepted proof of this seller for this brand with the longest remaining validity, if any. */
export async function acceptedProof(
  handle: Transaction,
  options: { organisationId: string; sellerHash: Buffer; brand: string; now: Date },
): Promise<ProofRequestRow | undefined> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_requests
    where organisation_id = ${options.organisationId}::uuid
      and seller_hash = ${options.sellerHash}::bytea and brand_id = ${options.brand}
      and state = 'accepted' and reused_from is null
      and valid_until > ${options.now}::timestamptz
    order by valid_until desc, id desc limit 1`.execute(handle)
  return rows[0]
}

/** Returns the new version. */
export async function updateProofRequest(
  handle: Transaction,
  moved: Pick<ProofRequestRow, 'id' | 'state' | 'decidedAt' | 'reasons' | 'validUntil'>,
): Promise<number> {
  const { id, state, decidedAt, reasons, validUntil } = moved
  const { rows } = await sql<{ version: number }>`
    update proof_requests set state = ${state}, decided_at = ${decidedAt}::timestamptz,
      decided_by = case when ${decidedAt}::timestamptz is null then null else current_actor_id() end,
      reasons = ${reasons}, valid_until = ${validUntil}::timestamptz
    where id = ${id}::uuid returning version`.execute(handle)
  const [found] = rows
  if (found === undefined) throw new Error(`proof request ${id} is missing`)
  return found.version
}

/** An overdue request without a submission, locked; skips those in use. */
export async function lockOverdueProofRequest(
  handle: Transaction,
  now: Date,
): Promise<ProofRequestRow | undefined> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_requests
    where state = 'requested' and due_at <= ${now}::timestamptz
    order by due_at limit 1 for update skip locked`.execute(handle)
  return rows[0]
}

export const clearanceColumns = sql`id, marketplace, seller_id as "sellerId", brand_id as brand, product,
  right_name as "right", issued_at as "issuedAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", revocation_reason as "revocationReason", statement, signature,
  key_id as "keyId"`
