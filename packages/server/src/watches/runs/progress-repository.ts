import type { WatchRunEnd } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { VisitErrorKind } from '../gate/index.ts'
import { costOfUsage, type Usage } from '../ledger/index.ts'
import type { ClaimedRun } from './claims-repository.ts'

/** A run that this process no longer has, or that a person stopped. */
export type Refusal = 'lost' | 'stopped'

type RunRef = Pick<ClaimedRun, 'id' | 'organisationId' | 'watchId'>

/** Begins a query of a run, or continues it. */
export async function beginQuery(
  handle: Transaction,
  { id, organisationId, watchId }: RunRef,
  query: string,
): Promise<void> {
  await sql`
    insert into watch_usage (run_id, query, organisation_id, watch_id, day)
    select r.id, ${query}, ${organisationId}::uuid, ${watchId}::uuid, r.day
    from watch_runs r where r.id = ${id}::uuid
    on conflict do nothing`.execute(handle)
}

/** Counts a request before it is made, with all that it may receive. */
export async function countRequest(
  handle: Transaction,
  {
    run,
    lease,
    query,
    used,
    bytes,
  }: {
    run: RunRef
    lease: string
    query: string
    used: Usage
    bytes: number
  },
): Promise<Refusal | undefined> {
  const { rows } = await sql<{ isStopped: boolean }>`
    select w.stopped or exists (select from watch_installation i where i.stopped) or exists (
      select from watch_settings s where s.organisation_id = w.organisation_id and s.stopped
    ) as "isStopped"
    from watch_runs r join watches w on w.id = r.watch_id
    where r.id = ${run.id}::uuid and r.lease = ${lease}::uuid and r.ended_at is null
      and r.lease_until > now()
    for share of r`.execute(handle)
  const [found] = rows
  if (found === undefined) return 'lost'
  if (found.isStopped) return 'stopped'
  await saveUsage(handle, run.id, query, used, bytes)
  return undefined
}

export type Progress = {
  used: Usage
  /** Ids of the stored listings that were seen. */
  listings: readonly string[]
  /** Of those, how many the history says are changed or back. */
  changed: number
  gone: number
  errors: Readonly<Record<VisitErrorKind, number>>
  lastError: { url: string; message: string } | undefined
}

/** Locks a run for what a visit showed; false if this process no longer has it. */
export async function lockRun(handle: Transaction, runId: string, lease: string): Promise<boolean> {
  const { rows } = await sql`
    select from watch_runs where id = ${runId}::uuid and lease = ${lease}::uuid
      and ended_at is null for update`.execute(handle)
  return rows.length > 0
}

/** Writes what a visit showed and used. `news` are the listings to ingest by the history. */
export async function saveProgress(
  handle: Transaction,
  run: RunRef,
  query: string,
  { used, listings, changed, gone, errors, lastError }: Progress,
): Promise<void> {
  const { rows } = await sql`
    insert into watch_sightings (watch_id, listing_id, organisation_id, query, day)
    select ${run.watchId}::uuid, seen.id, ${run.organisationId}::uuid, ${query}, r.day
    from unnest(${[...new Set(listings)]}::uuid[]) as seen (id), watch_runs r
    where r.id = ${run.id}::uuid
    on conflict do nothing returning listing_id`.execute(handle)
  const fresh = rows.length
  await saveUsage(handle, run.id, query, used, 0, fresh)
  await sql`
    update watch_runs set seen_listings = seen_listings + ${listings.length}::int4,
      new_listings = new_listings + ${fresh}::int4,
      changed_listings = changed_listings + ${Math.max(0, changed - fresh)}::int4,
      gone_listings = gone_listings + ${gone}::int4,
      permanent_errors = permanent_errors + ${errors.permanent}::int4,
      retryable_errors = retryable_errors + ${errors.retryable}::int4,
      blocked_errors = blocked_errors + ${errors.blocked}::int4,
      forbidden_errors = forbidden_errors + ${errors.forbidden}::int4,
      last_error_url = coalesce(${lastError?.url.slice(0, 2048) ?? null}, last_error_url),
      last_error_message = coalesce(${lastError?.message.slice(0, 1000) ?? null}, last_error_message)
    where id = ${run.id}::uuid`.execute(handle)
}

async function saveUsage(
  handle: Transaction,
  runId: string,
  query: string,
  { requests, bytes, processorSeconds, fees }: Usage,
  inFlight: number,
  fresh = 0,
): Promise<void> {
  await sql`
    update watch_usage set requests = ${requests}::int4, bytes = ${Math.round(bytes)}::int8,
      seconds = ${processorSeconds}::float8, fees = ${fees}::float8,
      in_flight_bytes = ${Math.round(inFlight)}::int8, listings = listings + ${fresh}::int4
    where run_id = ${runId}::uuid and query = ${query}`.execute(handle)
}

/** Ends a run: what it did not use is returned to the budgets of its day. */
export async function endRun(
  handle: Transaction,
  { id, watchId, rates }: ClaimedRun,
  { endedBy, retryAt }: { endedBy: WatchRunEnd; retryAt?: Date | undefined },
): Promise<void> {
  const { rows } = await sql<Usage>`
    select coalesce(sum(requests), 0)::float8 as requests, coalesce(sum(bytes), 0)::float8 as bytes,
      coalesce(sum(seconds), 0)::float8 as "processorSeconds", coalesce(sum(fees), 0)::float8 as fees
    from watch_usage where run_id = ${id}::uuid`.execute(handle)
  const used = rows[0] ?? { requests: 0, bytes: 0, processorSeconds: 0, fees: 0 }
  await sql`
    update watch_runs set ended_at = now(), ended_by = ${endedBy},
      retry_at = ${retryAt ?? null}::timestamptz, lease = null, lease_until = now(),
      charged_requests = ${used.requests}::int4, charged_bytes = ${used.bytes}::int8,
      charged_seconds = ${used.processorSeconds}::float8,
      charged_cost = ${costOfUsage(used, rates)}::float8
    where id = ${id}::uuid`.execute(handle)
  await sql`
    update watches set next_run_at = greatest(next_run_at, ${retryAt ?? null}::timestamptz)
    where id = ${watchId}::uuid`.execute(handle)
}
