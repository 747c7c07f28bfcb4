import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { joinNewest, listingColumns } from './listing-pages.ts'
import type { ListingRow } from './types.ts'

/** After a change: the number of its transaction in a series, and the listing. */
export type ChangePlace = { series: number; transaction: string; id: string }

const nilId = '00000000-0000-0000-0000-000000000000'

/**
 * The place to read on from, and the end of what can be read now. It is the start if no place is given, or one of
 * another series, or one that this store has not reached: it was restored since.
 */
export async function findChangePlace(
  handle: Transaction,
  given: ChangePlace | undefined,
): Promise<{ after: ChangePlace; end: ChangePlace }> {
  const { rows } = await sql<{ series: number; ended: string }>`
    select last_value as series, pg_snapshot_xmin(pg_current_snapshot())::text as ended
    from transaction_series`.execute(handle)
  const [now] = rows
  if (now === undefined) throw new Error('the store has no series of transactions')
  const { series, ended } = now
  const isReached = given?.series === series && BigInt(given.transaction) <= BigInt(ended)
  return {
    after: isReached ? given : { series, transaction: '0', id: nilId },
    end: { series, transaction: ended, id: nilId },
  }
}

/**
 * An organisation's listings in the order of their last changes, after a place. Only of transactions older than every
 * running one, whose rows are all there.
 */
export async function pageOfChanges(
  handle: Transaction,
  options: { organisationId: string; engine: string; after: ChangePlace; limit: number },
): Promise<(ListingRow & { transaction: string })[]> {
  const { organisationId, engine, after, limit } = options
  const { rows } = await sql<ListingRow & { transaction: string }>`
    with page as materialized (
      select id, changed_xid from changed_listings(${organisationId}::uuid,
        ${after.transaction}::text::xid8, ${after.id}::uuid, ${limit}::int)
    )
    select page.changed_xid::text as transaction, ${listingColumns}
    from page
    cross join lateral (select * from listings l where l.id = page.id) l
    ${joinNewest({ engine, organisationId })}
    order by page.changed_xid, page.id`.execute(handle)
  return rows
}
