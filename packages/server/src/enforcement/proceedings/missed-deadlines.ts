import type { CaseState } from '@touchstone/jurisdiction'
import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'

type Projected = { proceeding: { id: string; organisationId: string }; state: CaseState }

/**
 * The deadlines that passed in the state in which their workflow instances still are. One whose passing changed the
 * state, as the end of a restriction does, asks nobody for anything.
 */
function missedDeadlines({
  instances,
}: CaseState): { instance: string; timeLimit: string; run: number; dueAt: string }[] {
  return Object.values(instances).flatMap(({ id: instance, since, deadlines }) =>
    deadlines.flatMap(({ timeLimit, run, status, dueAt, endedAt }) => {
      if (status !== 'passed' || dueAt === undefined || endedAt === undefined) return []
      return Date.parse(endedAt) > Date.parse(since) ? [{ instance, timeLimit, run, dueAt }] : []
    }),
  )
}

/** Replaces the missed deadlines of these proceedings, derived from all their events. */
export async function replaceMissedDeadlines(
  handle: Transaction,
  projected: readonly Projected[],
): Promise<void> {
  const ids = projected.map(({ proceeding }) => proceeding.id)
  await runPrepared(
    sql`delete from missed_deadlines where proceeding_id = any (${ids}::uuid[])`,
    handle,
  )
  const rows = projected.flatMap(({ proceeding, state }) =>
    missedDeadlines(state).map(({ instance, timeLimit, run, dueAt }) => ({
      proceeding_id: proceeding.id,
      organisation_id: proceeding.organisationId,
      instance,
      time_limit: timeLimit,
      run,
      due_at: dueAt,
    })),
  )
  if (rows.length === 0) return
  await sql`
    insert into missed_deadlines (proceeding_id, instance, time_limit, run, organisation_id, due_at)
    select proceeding_id, instance, time_limit, run, organisation_id, due_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as d (proceeding_id uuid,
      organisation_id uuid, instance text, time_limit text, run int4, due_at timestamptz)`.execute(
    handle,
  )
}
