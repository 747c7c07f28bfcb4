import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { type OrganisationPageQuery, afterCursor } from '../appeal-links/index.ts'
import type { ClearanceRow } from './types.ts'
import { clearanceColumns } from './proof-requests-repository.ts'
import { namesRight } from './queries.ts'

export async function insertClearance(
  handle: Transaction,
  kept: ClearanceRow & { organisationId: string; appealId: string; sellerHash: Buffer },
): Promise<void> {
  await sql`
    insert into cleared_records (id, organisation_id, marketplace, seller_id, seller_hash, brand_id,
      product, right_name, appeal_id, statement, signature, key_id, issued_at, expires_at)
    values (${kept.id}::uuid, ${kept.organisationId}::uuid, ${kept.marketplace}, ${kept.sellerId},
      ${kept.sellerHash}::bytea, ${kept.brand}, ${kept.product}, ${kept.right},
      ${kept.appealId}::uuid, ${kept.statement}, ${kept.signature}::bytea, ${kept.keyId},
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
  options: OrganisationPageQuery<ClearanceFilter>,
): Promise<ClearanceRow[]> {
  const { marketplace, seller, holdsAt } = options
  const { rows } = await sql<ClearanceRow>`
    select ${clearanceColumns} from cleared_records
    where organisation_id = ${options.organisationId}::uuid ${afterCursor(options, sql`issued_at`)}
      ${marketplace === undefined ? sql`` : sql`and marketplace = ${marketplace}`}
      ${seller === undefined ? sql`` : sql`and seller_id = ${seller}`}
      ${
        holdsAt === undefined
          ? sql``
          : sql`and revoked_at is null and expires_at > ${holdsAt}::timestamptz`
      }
    order by issued_at desc, id desc limit ${options.limit}`.execute(handle)
  return rows
}

export async function markClearanceRevoked(
  handle: Transaction,
  { id, reason, now }: { id: string; reason: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update cleared_records set revoked_at = ${now}::timestamptz, revocation_reason = ${reason},
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

/** The visible clearance that blocks a notice under this right about this seller's product. */
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
      and ${namesRight(right)}
      and revoked_at is null and expires_at > ${now}::timestamptz
      and (product is null or product = ${product})
    order by expires_at desc, id desc limit 1`.execute(handle)
  return rows[0]
}
