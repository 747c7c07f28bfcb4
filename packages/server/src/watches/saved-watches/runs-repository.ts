import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { RunRow } from './types.ts'

const columns = sql`r.id, r.watch_id as "watchId", r.trigger, r.started_at as "startedAt",
  r.ended_at as "endedAt", r.ended_by as "endedBy", r.retry_at as "retryAt",
  json_build_object('requests', r.reserved_requests, 'bytes', r.reserved_bytes,
    'processorSeconds', r.reserved_seconds, 'cost', r.reserved_cost) as budget,
  u.usage,
  json_build_object('seen', r.seen_listings, 'new', r.new_listings, 'changed', r.changed_listings,
    'gone', r.gone_listings) as listings,
  json_build_object('permanent', r.permanent_errors, 'retryable', r.retryable_errors,
    'blocked', r.blocked_errors, 'forbidden', r.forbidden_errors) as errors,
  case when r.last_error_url is not null then json_build_object('url', r.last_error_url,
    'message', r.last_error_message) end as "lastError"`

const usage = sql`cross join lateral (
    select json_build_object('requests', coalesce(sum(requests), 0),
      'bytes', coalesce(sum(bytes), 0), 'processorSeconds', coalesce(sum(seconds), 0),
      'fees', coalesce(sum(fees), 0)) as usage
    from watch_usage where run_id = r.id
  ) u`

/** A page of the runs of a watch, newest first. */
export async function pageOfRuns(
  handle: Transaction,
  watchId: string,
  { limit, after }: { limit: number; after?: { at: Date; id: string } },
): Promise<RunRow[]> {
  const place = after
    ? sql`and (r.started_at, r.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<RunRow>`
    select ${columns} from watch_runs r ${usage}
    where r.watch_id = ${watchId}::uuid ${place}
    order by r.started_at desc, r.id desc limit ${limit}`.execute(handle)
  return rows
}

/** The last run of each of these watches. */
export async function findLastRuns(
  handle: Transaction,
  watchIds: readonly string[],
): Promise<Map<string, RunRow>> {
  const { rows } = await sql<RunRow>`
    select ${columns} from unnest(${watchIds}::uuid[]) as wanted (id)
    cross join lateral (
      select * from watch_runs where watch_id = wanted.id
      order by started_at desc, id desc limit 1
    ) r ${usage}`.execute(handle)
  return new Map(rows.map((run) => [run.watchId, run]))
}
