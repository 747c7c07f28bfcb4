import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'
import { lockListingsById } from './repository.ts'

/**
 * Marks the organisation's own listings as changed, since their decisions did, and stores whether they need one: none is
 * in force, and they are not withdrawn.
 * A separate statement locks the listings first, so that the next one sees concurrent decisions.
 */
export async function markDecided(
  handle: Transaction,
  organisationId: string,
  listingIds: readonly string[],
): Promise<void> {
  const ids = await lockListingsById(handle, organisationId, listingIds)
  await sql`
    update listings l
    set undecided = given.undecided and l.withdrawn_at is null, changed_xid = pg_current_xact_id()
    from (
      select listing.id, not exists (
        select from ${decisionsInForce} d
        where d.listing_id = listing.id and d.organisation_id = ${organisationId}::uuid
      ) as undecided
      from unnest(${ids}::uuid[]) as listing (id)
    ) given
    where l.id = given.id`.execute(handle)
}
