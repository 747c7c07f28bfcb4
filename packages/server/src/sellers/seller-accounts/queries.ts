import { sql } from 'kysely'
import { sampleOrganisations } from '../../access/organisations/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

// Row-level security shows an account to its organisation and to those who see a listing of it.

export const sellerAccounts = exportedQuery
  .selectFrom('seller_accounts')
  .select(['id', 'organisation_id', 'marketplace', 'seller_hash', 'seller_id', 'name', 'country'])
  .select(['kind', 'joined_at', 'first_seen_at', 'last_seen_at'])

/** Dates the sample's accounts from when the sample's history says that their first listings came in. */
export async function dateAccounts(handle: Transaction): Promise<void> {
  await sql`
    update seller_accounts a set first_seen_at = seen.at
    from (
      select l.seller_account_id as id, min(l.first_seen_at) as at from ${listingFacts} l
      where l.organisation_id in ${sampleOrganisations} and l.seller_account_id is not null
      group by 1
    ) seen
    where a.id = seen.id and seen.at < a.first_seen_at`.execute(handle)
}
