import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

/**
 * The capture of each listing that a notice can name: the newest sealed one, or one that is under way. Failed and
 * disposed ones show nothing.
 */
export async function newestCaptures(
  handle: Transaction,
  options: { organisationId: string; listings: readonly string[] },
): Promise<Map<string, string>> {
  const { rows } = await sql<{ listing: string; id: string }>`
    select distinct on (listing_id) listing_id as listing, id from captures
    where organisation_id = ${options.organisationId}::uuid
      and listing_id = any (${[...options.listings]}::uuid[])
      and state in ('sealed', 'waiting', 'running') and disposed_at is null
    order by listing_id, state = 'sealed' desc, requested_at desc, id`.execute(handle)
  return new Map(rows.map(({ listing, id }) => [listing, id]))
}
