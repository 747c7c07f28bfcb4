import { sql, type RawBuilder } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

export const proceedingListings = exportedQuery
  .selectFrom('proceedings')
  .select(['id', 'organisation_id', 'listing_id'])

/** Deadlines and earliest dates ahead, or passed and awaiting the sweep. */
export const runningDeadlines = exportedQuery
  .selectFrom('proceeding_deadlines')
  .select('proceeding_id')

/** The state of each workflow instance. */
export const workflowStates = exportedQuery
  .selectFrom('workflow_instances')
  .select(['proceeding_id', 'instance', 'part', 'state', 'since'])

/** The latest outcome decided in a workflow instance; null if none. */
export function decidedOutcome(
  proceeding: RawBuilder<unknown>,
  instance: RawBuilder<unknown>,
): RawBuilder<string | null> {
  return sql`(
    select e.event -> 'fields' ->> 'outcome' from proceeding_events e
    where e.proceeding_id = ${proceeding} and e.event ->> 'id' = ${instance}
      and e.event ->> 'transition' = 'decide'
    order by e.position desc limit 1)`
}
