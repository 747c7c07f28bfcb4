import type { BrowserRules, WatchBudget } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { WatchRow } from './types.ts'

/** A budget of the columns with this prefix, as the API writes it. */
function budgetOf(prefix: 'run' | 'day'): RawBuilder<unknown> {
  const column = (name: string): RawBuilder<unknown> => sql.ref(`w.${prefix}_${name}`)
  return sql`json_build_object('requests', ${column('requests')}, 'bytes', ${column('bytes')},
    'processorSeconds', ${column('seconds')}, 'cost', ${column('cost')})`
}

const columns = sql`w.id, w.version, w.name, w.brand_id as brand, w.connector, w.site, w.queries, w.rules,
  w.interval_minutes as "intervalMinutes", ${budgetOf('run')} as "budgetPerRun",
  ${budgetOf('day')} as "budgetPerDay", w.day_captures as "capturesPerDay", w.stopped,
  greatest(least(w.next_run_at, w.requested_at), w.held_until) as "nextRunAt",
  coalesce(w.held_until > now(), false) as "isHeld", w.created_at as "createdAt",
  w.changed_at as "changedAt"`

export type WatchFilter = {
  limit: number
  after?: { at: Date; id: string }
  brand?: string | undefined
  state?: 'active' | 'stopped' | undefined
}

/** A page of watches, newest first. */
export async function pageOfWatches(
  handle: Transaction,
  organisationId: string,
  { limit, after, brand, state }: WatchFilter,
): Promise<WatchRow[]> {
  const conditions = [
    sql`w.organisation_id = ${organisationId}::uuid and w.removed_at is null`,
    ...(after ? [sql`(w.created_at, w.id) < (${after.at}::timestamptz, ${after.id}::uuid)`] : []),
    ...(brand === undefined ? [] : [sql`w.brand_id = ${brand}`]),
    ...(state === undefined ? [] : [sql`w.stopped = ${state === 'stopped'}::bool`]),
  ]
  const { rows } = await sql<WatchRow>`
    select ${columns} from watches w where ${sql.join(conditions, sql` and `)}
    order by w.created_at desc, w.id desc limit ${limit}`.execute(handle)
  return rows
}

export async function findWatch(handle: Transaction, id: string): Promise<WatchRow | undefined> {
  const { rows } = await sql<WatchRow>`
    select ${columns} from watches w where w.id = ${id}::uuid and w.removed_at is null`.execute(
    handle,
  )
  return rows[0]
}

/** The same, for a change in this transaction. */
export async function lockWatch(handle: Transaction, id: string): Promise<WatchRow | undefined> {
  const { rows } = await sql<WatchRow>`
    select ${columns} from watches w where w.id = ${id}::uuid and w.removed_at is null
    for update of w`.execute(handle)
  return rows[0]
}

/** Serialises what must count the watches of an organisation, or add up what they use. */
export async function lockWatchesOf(handle: Transaction, organisationId: string): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended('watches ' || ${organisationId}::text, 0))`.execute(
    handle,
  )
}

export async function countWatches(handle: Transaction, organisationId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from watches
    where organisation_id = ${organisationId}::uuid and removed_at is null`.execute(handle)
  return rows[0]?.count ?? 0
}

export type StoredWatch = Pick<
  WatchRow,
  | 'id'
  | 'name'
  | 'brand'
  | 'connector'
  | 'site'
  | 'queries'
  | 'rules'
  | 'intervalMinutes'
  | 'budgetPerRun'
  | 'budgetPerDay'
  | 'capturesPerDay'
>

export async function insertWatch(
  handle: Transaction,
  organisationId: string,
  watch: StoredWatch,
): Promise<void> {
  const { id, name, brand, connector, site, queries, rules, intervalMinutes } = watch
  await sql`
    insert into watches (id, organisation_id, name, brand_id, connector, site, queries, rules,
      interval_minutes, run_requests, run_bytes, run_seconds, run_cost, day_requests, day_bytes,
      day_seconds, day_cost, day_captures)
    values (${id}::uuid, ${organisationId}::uuid, ${name}, ${brand}, ${connector}, ${site},
      ${queries}::text[], ${jsonOf(rules)}::json, ${intervalMinutes}::int4, ${valuesOf(watch.budgetPerRun)},
      ${valuesOf(watch.budgetPerDay)}, ${watch.capturesPerDay}::int4)`.execute(handle)
}

/** The budgets begin anew, so a watch that was held back by one is due again. */
export async function updateWatch(handle: Transaction, watch: StoredWatch): Promise<void> {
  const { id, name, site, queries, intervalMinutes, budgetPerRun, budgetPerDay } = watch
  const { rules, capturesPerDay } = watch
  await sql`
    update watches set version = version + 1, changed_at = now(), name = ${name}, site = ${site},
      queries = ${queries}::text[], rules = ${jsonOf(rules)}::json, interval_minutes = ${intervalMinutes}::int4, held_until = null,
      day_captures = ${capturesPerDay}::int4,
      next_run_at = least(next_run_at, now() + make_interval(mins => ${intervalMinutes}::int4)),
      (run_requests, run_bytes, run_seconds, run_cost) = (select ${valuesOf(budgetPerRun)}),
      (day_requests, day_bytes, day_seconds, day_cost) = (select ${valuesOf(budgetPerDay)})
    where id = ${id}::uuid`.execute(handle)
}

function jsonOf(rules: BrowserRules | null): string | null {
  return rules === null ? null : JSON.stringify(rules)
}

function valuesOf({ requests, bytes, processorSeconds, cost }: WatchBudget): RawBuilder<unknown> {
  return sql`${requests}::int4, ${bytes}::int8, ${processorSeconds}::float8, ${cost}::float8`
}

export async function setStopped(handle: Transaction, id: string, stopped: boolean): Promise<void> {
  await sql`
    update watches set version = version + 1, changed_at = now(), stopped = ${stopped}::bool,
      requested_at = null, next_run_at = case when ${stopped}::bool then next_run_at else now() end
    where id = ${id}::uuid`.execute(handle)
}

export async function requestRun(handle: Transaction, id: string): Promise<void> {
  await sql`
    update watches set version = version + 1, requested_at = now()
    where id = ${id}::uuid`.execute(handle)
}

/** A removed watch remains for its ledger, without what it searched for. */
export async function markRemoved(handle: Transaction, id: string): Promise<void> {
  await sql`
    update watches set version = version + 1, stopped = true, removed_at = now()
    where id = ${id}::uuid`.execute(handle)
}

/** Whether a host is left out of all watches. */
export async function isExcludedSite(handle: Transaction, host: string): Promise<boolean> {
  const { rows } = await sql`select from excluded_sites where host = ${host}`.execute(handle)
  return rows.length > 0
}
