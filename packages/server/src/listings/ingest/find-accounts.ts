import type { Transaction } from '../../platform/db/index.ts'
import { ensureAccounts, hasAccount } from '../../sellers/seller-accounts/index.ts'
import type { IngestRow } from './listing-row.ts'

/** The seller account of a row that is being written; null if it names none. */
export type AccountOf = (row: Pick<IngestRow, 'sellerHash'>) => string | null

/** The accounts of all sellers that these rows name; creates those that are missing. */
export async function findAccounts(
  handle: Transaction,
  organisationId: string,
  rows: readonly IngestRow[],
): Promise<AccountOf> {
  const sellers = rows.flatMap(({ listing, marketplace, sellerHash }) =>
    sellerHash !== null && hasAccount(listing)
      ? [{ sellerHash, marketplace, seller: listing.seller }]
      : [],
  )
  const accounts = await ensureAccounts(handle, organisationId, sellers)
  return ({ sellerHash }) =>
    sellerHash === null ? null : (accounts.get(sellerHash.toString('hex')) ?? null)
}
