import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { mayDecideContestAs, openLinkContests } from '../../sellers/link-contests/queries.ts'
import { returnedLinkModels } from '../../sellers/link-models/queries.ts'
import { readWaiting, type ReadOptions } from './repository.ts'
import type { Waiting } from './types.ts'

/** Models that returned to shadow by themselves, and contests of links that the person may decide. */
export async function readLinkReviews(
  handle: Transaction,
  { organisationId, personId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select 'model-' || m.version as id, 'model-returned' as detail, m.returned_at as since,
        '/networks/model' as path
      from ${returnedLinkModels} m where m.organisation_id = ${organisationId}::uuid
      union all
      select c.id::text, 'contest', c.at, '/networks/contests/' || c.id
      from ${openLinkContests} c
      where c.organisation_id = ${organisationId}::uuid and ${mayDecideContestAs(personId)}
      order by since, id`,
    columns: {
      id: sql`w.id`,
      detail: sql`w.detail`,
      since: sql`w.since`,
      path: sql`w.path`,
    },
  })
}
