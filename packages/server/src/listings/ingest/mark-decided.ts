import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'

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
  const ids = [...new Set(listingIds)]
  const { rows } = await sql<{ id: string }>`
    select id from listings
    where id = any (${ids}::uuid[]) and organisation_id = ${organisationId}::uuid
    order by id for update`.execute(handle)
  await sql`
    update listings l
    set undecided = given.undecided and l.withdrawn_at is null, changed_xid = pg_current_xact_id()
    from (
      select listing.id, not exists (
        select from ${decisionsInForce} d
        where d.listing_id = listing.id and d.organisation_id = ${organisationId}::uuid
      ) as undecided
      from unnest(${rows.map(({ id }) => id)}::uuid[]) as listing (id)
    ) given
    where l.id = given.id`.execute(handle)
}
