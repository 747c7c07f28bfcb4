import { sql, type RawBuilder } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

export const proceedingListings = exportedQuery
  .selectFrom('proceedings')
  .select(['id', 'organisation_id', 'listing_id', 'title', 'regime', 'version'])

/** Deadlines and earliest dates ahead, or passed and awaiting the sweep. */
export const runningDeadlines = exportedQuery
  .selectFrom('proceeding_deadlines')
  .select(['proceeding_id', 'organisation_id', 'instance', 'time_limit', 'run', 'due_at'])

/** The state of each workflow instance. */
export const workflowStates = exportedQuery
  .selectFrom('workflow_instances')
  .select(['proceeding_id', 'organisation_id', 'instance', 'workflow', 'part', 'state', 'since'])

/** Deadlines that passed while nothing was done since, without those that end something by themselves. */
export const missedDeadlines = exportedQuery
  .selectFrom('missed_deadlines')
  .select(['proceeding_id', 'organisation_id', 'instance', 'time_limit', 'run', 'due_at'])

/** When one of these deadlines of a workflow instance passed; null while none did. */
export function passedDeadline(
  proceeding: RawBuilder<unknown>,
  instance: RawBuilder<unknown>,
  deadlines: readonly string[],
): RawBuilder<Date | null> {
  return sql`(
    select min((e.event ->> 'at')::timestamptz) from proceeding_events e
    where e.proceeding_id = ${proceeding} and e.event ->> 'type' = 'deadline'
      and e.event ->> 'id' = ${instance} and e.event ->> 'timeLimit' = any (${[...deadlines]}::text[]))`
}

/** Whether a person acted in a workflow instance from which another came, however far: its name begins with theirs. */
export function actedBefore(
  proceeding: RawBuilder<unknown>,
  instance: RawBuilder<unknown>,
  person: string,
): RawBuilder<boolean> {
  return sql`exists (
    select from proceeding_events e
    where e.proceeding_id = ${proceeding} and e.event -> 'by' ->> 'id' = ${person}
      and e.event -> 'by' ->> 'role' <> 'recipient'
      and starts_with(${instance}, (e.event ->> 'id') || '/'))`
}

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

/** Where marketplaces published decisions of which not every buyer could be informed. */
export const publishedDecisions = exportedQuery
  .selectFrom('proceeding_events as e')
  .select(['e.proceeding_id', 'e.organisation_id'])
  .select([
    sql<string>`e.event ->> 'id'`.as('instance'),
    sql<string>`e.event -> 'fields' ->> 'publishedAt'`.as('published_at'),
  ])
  .where(sql<boolean>`e.event ->> 'transition' in ('publish', 'publish-remaining')`)

/** What counsel approved of regimes. */
export const counselApprovals = exportedQuery
  .selectFrom('counsel_signatures')
  .select(['organisation_id', 'regime', 'version'])
