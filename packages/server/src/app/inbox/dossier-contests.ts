import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import {
  mayDecideReferralContestAs,
  openReferralContests,
} from '../../sellers/referrals/queries.ts'
import { readWaiting, type ReadOptions } from './repository.ts'
import type { Waiting } from './types.ts'

/** Open contests of sellers whom a referral names, as far as the person may decide them. */
export async function readDossierContests(
  handle: Transaction,
  { organisationId, personId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select c.id::text, c.title, c.contested_at as since,
        '/dossiers/' || c.referral_id || '#contests' as path
      from ${openReferralContests} c
      where c.organisation_id = ${organisationId}::uuid
        and ${mayDecideReferralContestAs(personId)}
      order by c.contested_at, c.id`,
    columns: {
      id: sql`w.id`,
      title: sql`w.title`,
      since: sql`w.since`,
      path: sql`w.path`,
    },
  })
}
