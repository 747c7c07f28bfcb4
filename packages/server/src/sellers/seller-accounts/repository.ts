import { sql } from 'kysely'
import { listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

export type SellerAccountRow = {
  id: string
  organisationId: string
  marketplace: string
  sellerHash: Buffer
  /** Null once the seller was erased. */
  seller: string | null
  name: string | null
  country: string | null
  kind: 'private' | 'trader' | 'unknown' | null
  joinedAt: Date | null
  firstSeenAt: Date
  lastSeenAt: Date
}

export const accountColumns = sql`a.id, a.organisation_id as "organisationId", a.marketplace,
  a.seller_hash as "sellerHash", a.seller_id as seller, a.name, a.country, a.kind,
  a.joined_at as "joinedAt", a.first_seen_at as "firstSeenAt", a.last_seen_at as "lastSeenAt"`

/** An account as row-level security shows it: an own one, or one that a visible listing names. */
export async function findAccount(
  handle: Transaction,
  id: string,
): Promise<SellerAccountRow | undefined> {
  const { rows } = await sql<SellerAccountRow>`
    select ${accountColumns} from seller_accounts a where a.id = ${id}::uuid`.execute(handle)
  return rows[0]
}

/** These accounts, as far as row-level security shows them, by their ids. */
export async function findAccountsById(
  handle: Transaction,
  ids: Iterable<string>,
): Promise<Map<string, SellerAccountRow>> {
  const { rows } = await sql<SellerAccountRow>`
    select ${accountColumns} from seller_accounts a
    where a.id = any (${[...new Set(ids)]}::uuid[])`.execute(handle)
  return new Map(rows.map((row) => [row.id, row]))
}

export type AccountListing = { id: string; marketplace: string; externalId: string }

/** The newest visible listings of an account; with `only`, those about one of these brands. */
export async function findListingsOfAccount(
  handle: Transaction,
  { id, organisationId }: Pick<SellerAccountRow, 'id' | 'organisationId'>,
  { only, limit }: { only: readonly string[] | undefined; limit: number },
): Promise<AccountListing[]> {
  const { rows } = await sql<AccountListing>`
    select l.id, l.marketplace, l.external_id as "externalId" from ${listingFacts} l
    where l.organisation_id = ${organisationId}::uuid and l.seller_account_id = ${id}::uuid
      and l.version > 0 and ${only === undefined ? sql`true` : mentionsBrandOf(sql`l.id`, only)}
    order by l.first_seen_at desc, l.id desc limit ${limit}`.execute(handle)
  return rows
}
