import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { type OrganisationPageQuery, afterCursor } from '../appeal-links/index.ts'
import type { ProofRequestRow, ClearanceRow } from './types.ts'

const askColumns = sql`id, organisation_id as "organisationId", listing_id as "listingId", marketplace,
  seller_id as "sellerId", seller_hash as "sellerHash", brand_id as brand, reason, accepts, state,
  asked_at as "askedAt", due_at as "dueAt", decided_at as "decidedAt", reasons,
  valid_until as "validUntil", reused_from as "reusedFrom"`

export async function insertProofRequest(handle: Transaction, ask: ProofRequestRow): Promise<void> {
  await sql`
    insert into proof_asks (id, organisation_id, listing_id, marketplace, seller_id, seller_hash,
      brand_id, reason, accepts, state, asked_at, due_at, decided_at, reasons, valid_until, reused_from)
    values (${ask.id}::uuid, ${ask.organisationId}::uuid, ${ask.listingId}::uuid, ${ask.marketplace},
      ${ask.sellerId}, ${ask.sellerHash}::bytea, ${ask.brand}, ${ask.reason},
      ${ask.accepts}::text[], ${ask.state}, ${ask.askedAt}::timestamptz, ${ask.dueAt}::timestamptz,
      ${ask.decidedAt}::timestamptz, ${ask.reasons}, ${ask.validUntil}::timestamptz,
      ${ask.reusedFrom}::uuid)`.execute(handle)
}

export async function findProofRequest(
  handle: Transaction,
  id: string,
  lock = false,
): Promise<ProofRequestRow | undefined> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_asks
    where id = ${id}::uuid and organisation_id = current_organisation()
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows[0]
}

export type ProofRequestFilter = { state: ProofRequestRow['state']; listing: string }

export async function pageOfProofRequests(
  handle: Transaction,
  asked: OrganisationPageQuery<ProofRequestFilter>,
): Promise<ProofRequestRow[]> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_asks
    where organisation_id = ${asked.organisationId}::uuid ${afterCursor(asked, sql`asked_at`)}
      ${asked.state === undefined ? sql`` : sql`and state = ${asked.state}`}
      ${asked.listing === undefined ? sql`` : sql`and listing_id = ${asked.listing}::uuid`}
    order by asked_at desc, id desc limit ${asked.limit}`.execute(handle)
  return rows
}

/** The accepted proof of this seller for this brand that is valid longest, where one is at this moment. */
export async function acceptedProof(
  handle: Transaction,
  asked: { organisationId: string; sellerHash: Buffer; brand: string; now: Date },
): Promise<ProofRequestRow | undefined> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_asks
    where organisation_id = ${asked.organisationId}::uuid
      and seller_hash = ${asked.sellerHash}::bytea and brand_id = ${asked.brand}
      and state = 'accepted' and reused_from is null
      and valid_until > ${asked.now}::timestamptz
    order by valid_until desc, id desc limit 1`.execute(handle)
  return rows[0]
}

export async function updateProofRequest(
  handle: Transaction,
  moved: Pick<ProofRequestRow, 'id' | 'state' | 'decidedAt' | 'reasons' | 'validUntil'>,
): Promise<void> {
  const { id, state, decidedAt, reasons, validUntil } = moved
  await sql`
    update proof_asks set state = ${state}, decided_at = ${decidedAt}::timestamptz,
      decided_by = case when ${decidedAt}::timestamptz is null then null else current_actor_id() end,
      reasons = ${reasons}, valid_until = ${validUntil}::timestamptz
    where id = ${id}::uuid`.execute(handle)
}

/** An ask whose day has passed and that nobody answered, locked; one that somebody is at is passed over. */
export async function lockOverdueProofRequest(
  handle: Transaction,
  now: Date,
): Promise<ProofRequestRow | undefined> {
  const { rows } = await sql<ProofRequestRow>`
    select ${askColumns} from proof_asks
    where state = 'asked' and due_at <= ${now}::timestamptz
    order by due_at limit 1 for update skip locked`.execute(handle)
  return rows[0]
}

const clearanceColumns = sql`id, marketplace, seller_id as "sellerId", brand_id as brand, product,
  right_name as "right", issued_at as "issuedAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", revoked_because as "revokedBecause", statement, signature,
  key_id as "keyId"`

export async function insertClearance(
  handle: Transaction,
  kept: ClearanceRow & { organisationId: string; answerId: string; sellerHash: Buffer },
): Promise<void> {
  await sql`
    insert into cleared_records (id, organisation_id, marketplace, seller_id, seller_hash, brand_id,
      product, right_name, answer_id, statement, signature, key_id, issued_at, expires_at)
    values (${kept.id}::uuid, ${kept.organisationId}::uuid, ${kept.marketplace}, ${kept.sellerId},
      ${kept.sellerHash}::bytea, ${kept.brand}, ${kept.product}, ${kept.right},
      ${kept.answerId}::uuid, ${kept.statement}, ${kept.signature}::bytea, ${kept.keyId},
      ${kept.issuedAt}::timestamptz, ${kept.expiresAt}::timestamptz)`.execute(handle)
}

export async function findClearance(
  handle: Transaction,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<ClearanceRow | undefined> {
  const { rows } = await sql<ClearanceRow>`
    select ${clearanceColumns} from cleared_records
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]
}

export type ClearanceFilter = { marketplace: string; seller: string; holdsAt: Date }

export async function pageOfClearances(
  handle: Transaction,
  asked: OrganisationPageQuery<ClearanceFilter>,
): Promise<ClearanceRow[]> {
  const { marketplace, seller, holdsAt } = asked
  const { rows } = await sql<ClearanceRow>`
    select ${clearanceColumns} from cleared_records
    where organisation_id = ${asked.organisationId}::uuid ${afterCursor(asked, sql`issued_at`)}
      ${marketplace === undefined ? sql`` : sql`and marketplace = ${marketplace}`}
      ${seller === undefined ? sql`` : sql`and seller_id = ${seller}`}
      ${
        holdsAt === undefined
          ? sql``
          : sql`and revoked_at is null and expires_at > ${holdsAt}::timestamptz`
      }
    order by issued_at desc, id desc limit ${asked.limit}`.execute(handle)
  return rows
}

export async function markClearanceRevoked(
  handle: Transaction,
  { id, reason, now }: { id: string; reason: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update cleared_records set revoked_at = ${now}::timestamptz, revoked_because = ${reason},
      revoked_by = current_actor_id()
    where id = ${id}::uuid and organisation_id = current_organisation() and revoked_at is null
    returning id`.execute(handle)
  return rows.length > 0
}

export type ClearanceQuery = {
  marketplace: string
  seller: string
  product?: string | undefined
  right: string
  now: Date
}

/** The clearance in sight that keeps a notice under this right from this seller's product. */
export async function findActiveClearance(
  handle: Transaction,
  {
    marketplace,
    seller,
    product = null,
    right,
    now,
  }: Omit<ClearanceQuery, 'product'> & {
    product?: string | null | undefined
  },
): Promise<ClearanceRow | undefined> {
  const { rows } = await sql<ClearanceRow>`
    select ${clearanceColumns} from cleared_records
    where marketplace = ${marketplace} and seller_id = ${seller}
      -- A person wrote it: “em 018000001” and “EM018000001” are one right.
      and upper(regexp_replace(right_name, '\\s', '', 'g'))
        = upper(regexp_replace(${right}::text, '\\s', '', 'g'))
      and revoked_at is null and expires_at > ${now}::timestamptz
      and (product is null or product = ${product})
    order by expires_at desc, id desc limit 1`.execute(handle)
  return rows[0]
}
