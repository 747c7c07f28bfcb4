import { sql } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { sellerAccounts } from '../../sellers/seller-accounts/queries.ts'

/**
 * Disposes of packages whose time has ended, or of which something is no longer stored as it was: a listing that is
 * gone or without its personal fields, a seller who was erased, a capture that was disposed of. Returns the blobs.
 */
export async function disposeOutdatedPackages(
  handle: Transaction,
  organisationId: string,
): Promise<{ id: string; caseId: string; digest: string }[]> {
  const { rows } = await sql<{ id: string; caseId: string; digest: string }>`
    with outdated as (
      select p.id, p.expires_at <= now() as expired from case_packages p
      where p.organisation_id = ${organisationId}::uuid and p.state = 'ready'
        and p.disposed_at is null and (
          p.expires_at <= now()
          or exists (
            select from unnest(p.listings) as held (id)
            left join ${listingFacts} l on l.id = held.id
            where l.id is null or l.redacted_at is not null
          )
          or exists (
            select from unnest(p.seller_accounts) as held (id)
            left join ${sellerAccounts} a on a.id = held.id
            where a.seller_id is null
          )
          or exists (
            select from unnest(p.captures) as held (id)
            left join captures c on c.id = held.id
            where c.id is null or c.disposed_at is not null
          )
        )
      for update of p
    )
    update case_packages p set disposed_at = now(),
      disposed_for = case when o.expired then 'expired' else 'content-changed' end
    from outdated o where p.id = o.id
    returning p.id, p.case_id as "caseId", encode(p.sha256, 'hex') as digest`.execute(handle)
  return rows
}
