import { randomUUID } from 'node:crypto'
import type { BrowserRules, WatchBudget, WatchRates } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { EbayKey } from '../connectors/index.ts'
import type { Usage } from '../ledger/index.ts'
import {
  ebayCallsToday,
  ebayKeyPurpose,
  findInstallation,
  findSettings,
  lockWatchesOf,
} from '../saved-watches/index.ts'
import { reserve, type Limit } from './reserve.ts'

export type ClaimedRun = {
  id: string
  organisationId: string
  watchId: string
  connector: string
  site: string
  queries: string[]
  rules: BrowserRules | null
  ebayKey: EbayKey | undefined
  /** Reserved when the run began. */
  budget: WatchBudget
  requestsPerDay: number
  attempts: number
  rates: WatchRates
  /** What the run used before, by query; not empty if another process began it. */
  used: Map<string, Usage>
}

export type Lease = { id: string; milliseconds: number }

const dueAt = sql`greatest(least(w.next_run_at, w.requested_at), w.held_until)`
const isSwitchedOff = sql`(
  exists (select from watch_installation i where i.stopped)
  or exists (
    select from watch_settings s where s.organisation_id = w.organisation_id and s.stopped
  ))`
const hasRun = sql`exists (
  select from watch_runs live where live.watch_id = w.id and live.ended_at is null)`
const leaseEnd = ({ milliseconds }: Lease): RawBuilder<unknown> =>
  sql`now() + ${milliseconds}::float8 * interval '1 millisecond'`

export type DueWatch = { id: string; organisationId: string }

/** Watches that are due, the longest first, some of each organisation. */
export async function findDueWatches(
  handle: Transaction,
  { limit, ofOne }: { limit: number; ofOne: number },
): Promise<DueWatch[]> {
  const { rows } = await sql<DueWatch>`
    select id, "organisationId" from (
      select w.id, w.organisation_id as "organisationId", ${dueAt} as due,
        row_number() over (partition by w.organisation_id order by ${dueAt}, w.id) as place
      from watches w
      where not w.stopped and w.removed_at is null and ${dueAt} <= now()
        and not ${isSwitchedOff} and not ${hasRun}
    ) due where place <= ${ofOne} order by due, id limit ${limit}`.execute(handle)
  return rows
}

type Charged = Usage & { cost: number }

/**
 * Begins a run of a due watch and reserves its budget, in one transaction: of several processes one succeeds. A watch
 * whose budget of today is spent is held back until midnight (UTC).
 */
export async function claimRun(
  handle: Transaction,
  { id: watchId, organisationId }: DueWatch,
  lease: Lease,
): Promise<string | undefined> {
  // Reservations of one organisation are added up one after the other.
  await lockWatchesOf(handle, organisationId)
  const { rows } = await sql<{
    connector: string
    perRun: WatchBudget
    perDay: WatchBudget
    isRequested: boolean
  }>`
    select w.connector, json_build_object('requests', w.run_requests, 'bytes', w.run_bytes,
        'processorSeconds', w.run_seconds, 'cost', w.run_cost) as "perRun",
      json_build_object('requests', w.day_requests, 'bytes', w.day_bytes,
        'processorSeconds', w.day_seconds, 'cost', w.day_cost) as "perDay",
      coalesce(w.requested_at <= now(), false) as "isRequested"
    from watches w
    where w.id = ${watchId}::uuid and not w.stopped and w.removed_at is null and ${dueAt} <= now()
      and not ${isSwitchedOff} and not ${hasRun}
    for update of w`.execute(handle)
  const [watch] = rows
  if (watch === undefined) return undefined
  const { budgetPerDay, ebayKey } = await findSettings(handle, organisationId)
  const today = sql`(now() at time zone 'utc')::date`
  const charged = async (condition: RawBuilder<unknown>): Promise<Charged> => {
    const sums = await sql<Charged>`
      select coalesce(sum(charged_requests), 0)::float8 as requests,
        coalesce(sum(charged_bytes), 0)::float8 as bytes,
        coalesce(sum(charged_seconds), 0)::float8 as "processorSeconds", 0 as fees,
        coalesce(sum(charged_cost), 0)::float8 as cost
      from watch_runs
      where organisation_id = ${organisationId}::uuid and day = ${today} ${condition}`.execute(
      handle,
    )
    return sums.rows[0] ?? { requests: 0, bytes: 0, processorSeconds: 0, fees: 0, cost: 0 }
  }
  const budget = reserve(watch.perRun, [
    { budget: watch.perDay, charged: await charged(sql`and watch_id = ${watchId}::uuid`) },
    ...(budgetPerDay === null ? [] : [{ budget: budgetPerDay, charged: await charged(sql``) }]),
    ...(watch.connector === 'ebay-browse'
      ? [await ebayLimit(handle, organisationId, ebayKey)]
      : []),
  ])
  if (budget === undefined) {
    await sql`
      update watches set held_until = (${today} + 1)::timestamp at time zone 'utc'
      where id = ${watchId}::uuid`.execute(handle)
    return undefined
  }
  const { requests, bytes, processorSeconds, cost } = budget
  const runId = randomUUID()
  await sql`
    insert into watch_runs (id, organisation_id, watch_id, trigger, day, lease, lease_until,
      reserved_requests, reserved_bytes, reserved_seconds, reserved_cost, charged_requests,
      charged_bytes, charged_seconds, charged_cost)
    values (${runId}::uuid, ${organisationId}::uuid, ${watchId}::uuid,
      ${watch.isRequested ? 'request' : 'schedule'}, ${today}, ${lease.id}::uuid, ${leaseEnd(lease)},
      ${requests}::int4, ${bytes}::int8, ${processorSeconds}::float8, ${cost}::float8,
      ${requests}::int4, ${bytes}::int8, ${processorSeconds}::float8,
      ${cost ?? 0}::float8)`.execute(handle)
  await sql`
    update watches set requested_at = null, held_until = null,
      next_run_at = now() + make_interval(mins => interval_minutes)
    where id = ${watchId}::uuid`.execute(handle)
  return runId
}

/** The calls that the organisation’s key allows on a day; without a key, the run says so. */
async function ebayLimit(
  handle: Transaction,
  organisationId: string,
  key: { callsPerDay: number } | null,
): Promise<Limit> {
  const unlimited = { bytes: Infinity, processorSeconds: Infinity, cost: null }
  const nothing = { bytes: 0, processorSeconds: 0, fees: 0, cost: 0 }
  return {
    budget: { requests: key?.callsPerDay ?? Infinity, ...unlimited },
    charged: { requests: await ebayCallsToday(handle, organisationId), ...nothing },
  }
}

const isOrphaned = sql`ended_at is null and lease_until < now()`

/** Whether there are runs whose process died. */
export async function hasOrphanedRuns(handle: Transaction): Promise<boolean> {
  const { rows } = await sql`select 1 from watch_runs where ${isOrphaned} limit 1`.execute(handle)
  return rows.length > 0
}

/**
 * Takes over runs whose process died. Of the request that was under way then, all that it could have received counts as
 * received.
 */
export async function continueRuns(
  handle: Transaction,
  lease: Lease,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update watch_runs set lease = ${lease.id}::uuid, lease_until = ${leaseEnd(lease)},
      attempts = attempts + 1
    where id in (
      select id from watch_runs where ${isOrphaned}
      order by lease_until limit ${limit} for update skip locked
    ) returning id`.execute(handle)
  const ids = rows.map(({ id }) => id)
  await sql`
    update watch_usage set bytes = bytes + in_flight_bytes, in_flight_bytes = 0
    where run_id = any (${ids}::uuid[]) and in_flight_bytes > 0`.execute(handle)
  return ids
}

export async function readClaimedRun(
  handle: Transaction,
  runId: string,
  lease: Lease,
  sealer: Sealer,
): Promise<ClaimedRun | undefined> {
  const { rows } = await sql<Omit<ClaimedRun, 'used' | 'rates' | 'ebayKey'>>`
    select r.id, r.organisation_id as "organisationId", r.watch_id as "watchId", w.connector, w.site,
      w.queries, w.rules, r.attempts, w.day_requests as "requestsPerDay",
      json_build_object('requests', r.reserved_requests, 'bytes', r.reserved_bytes,
        'processorSeconds', r.reserved_seconds, 'cost', r.reserved_cost) as budget
    from watch_runs r join watches w on w.id = r.watch_id
    where r.id = ${runId}::uuid and r.lease = ${lease.id}::uuid and r.ended_at is null`.execute(
    handle,
  )
  const [run] = rows
  if (run === undefined) return undefined
  const usages = await sql<{ query: string; usage: Usage }>`
    select query, json_build_object('requests', requests, 'bytes', bytes,
      'processorSeconds', seconds, 'fees', fees) as usage
    from watch_usage where run_id = ${runId}::uuid`.execute(handle)
  const used = new Map(usages.rows.map(({ query, usage }) => [query, usage]))
  const { rates } = await findInstallation(handle)
  return { ...run, used, rates, ebayKey: await openEbayKey(handle, run, sealer) }
}

async function openEbayKey(
  handle: Transaction,
  { connector, organisationId }: Pick<ClaimedRun, 'connector' | 'organisationId'>,
  sealer: Sealer,
): Promise<EbayKey | undefined> {
  if (connector !== 'ebay-browse') return undefined
  const { ebayKey } = await findSettings(handle, organisationId)
  if (ebayKey === null) return undefined
  try {
    const secret = sealer.open(ebayKey.secret, ebayKeyPurpose(organisationId))
    return { clientId: ebayKey.clientId, clientSecret: secret.toString() }
  } catch (error) {
    // Sealed under a key that the installation no longer has: the run says that there is none.
    if (error instanceof AppError) return undefined
    throw error
  }
}

export type RenewedRun = { id: string; isStopped: boolean }

/** Prolongs the leases of this process, and returns the runs that it still has. */
export async function renewLeases(handle: Transaction, lease: Lease): Promise<RenewedRun[]> {
  const { rows } = await sql<RenewedRun>`
    update watch_runs r set lease_until = ${leaseEnd(lease)} from watches w
    where r.lease = ${lease.id}::uuid and r.ended_at is null and w.id = r.watch_id
    returning r.id, w.stopped or ${isSwitchedOff} as "isStopped"`.execute(handle)
  return rows
}

/** Gives runs back at once, for another process or the next start to continue. */
export async function releaseLeases(handle: Transaction, lease: Lease): Promise<void> {
  await sql`
    update watch_runs set lease = null, lease_until = now(), attempts = greatest(1, attempts - 1)
    where lease = ${lease.id}::uuid and ended_at is null`.execute(handle)
}

type WatchCounts = {
  running: number
  /** Whose process died, and which no other one has continued yet. */
  abandoned: number
  budgetSpent: number
  overdueSeconds: number
}

/** How many runs are under way, how many watches wait for a new day, and how long the longest due one has waited. */
export async function countWatches(handle: Transaction): Promise<WatchCounts> {
  const { rows } = await sql<WatchCounts>`
    select (select count(*)::int from watch_runs where ended_at is null and lease_until > now())
        as running,
      (select count(*)::int from watch_runs where ended_at is null and lease_until <= now())
        as abandoned,
      (select count(*)::int from watches where not stopped and removed_at is null
        and held_until > now()) as "budgetSpent",
      coalesce((
        select extract(epoch from now() - ${dueAt})::float8 from watches w
        where not w.stopped and w.removed_at is null and ${dueAt} <= now()
          and not ${isSwitchedOff} and not ${hasRun}
        order by ${dueAt} limit 1), 0) as "overdueSeconds"`.execute(handle)
  return rows[0] ?? { running: 0, abandoned: 0, budgetSpent: 0, overdueSeconds: 0 }
}
