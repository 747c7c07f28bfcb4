import { exportedQuery } from '../../platform/db/index.ts'

// Row-level security shows an account to its organisation and to those who see a listing of it.

export const sellerAccounts = exportedQuery
  .selectFrom('seller_accounts')
  .select(['id', 'organisation_id', 'marketplace', 'seller_hash', 'seller_id', 'name', 'country'])
  .select(['kind', 'joined_at', 'first_seen_at', 'last_seen_at'])
