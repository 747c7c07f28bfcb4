import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { namesRight } from '../appeals/queries.ts'

export type SellerClearance = { expiresAt: Date; product: string | null }

/** The organisation's clearance of a seller under a right, if one is in force. */
export async function findSellerClearance(
  handle: Transaction,
  options: {
    organisationId: string
    marketplace: string
    seller: string
    right: string
    now: Date
  },
): Promise<SellerClearance | undefined> {
  const { organisationId, marketplace, seller, right, now } = options
  const query = sql<SellerClearance>`
    select expires_at as "expiresAt", product from cleared_records
    where organisation_id = ${organisationId}::uuid and marketplace = ${marketplace}
      and seller_id = ${seller}
      and ${namesRight(right)}
      and revoked_at is null and expires_at > ${now}::timestamptz
    order by product is null desc, expires_at desc, id desc limit 1`
  return (await runPrepared(query, handle)).rows[0]
}
