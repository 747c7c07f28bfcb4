import { sql, type RawBuilder } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

export const openLinkContests = exportedQuery
  .selectFrom('link_contests')
  .select(['id', 'organisation_id', 'at', 'account_a', 'account_b', 'actor_id'])
  .where('state', '=', 'open')

/** True if a person neither recorded the contest `c` nor judged its accounts. */
export function mayDecideContestAs(personId: string): RawBuilder<boolean> {
  return sql`c.actor_id <> ${personId}::text and not exists (
    select from link_judgements j
    where j.account_a = c.account_a and j.account_b = c.account_b
      and j.actor_id = ${personId}::text and j.kind in ('judgement', 'approval'))`
}
