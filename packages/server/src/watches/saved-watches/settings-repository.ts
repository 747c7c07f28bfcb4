import type { PreviousMonitoring, WatchBudget, WatchRates } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type SettingsRow = {
  version: number
  stopped: boolean
  budgetPerDay: WatchBudget | null
  previousMonitoring: PreviousMonitoring | null
  ebayKey: EbayKeyRow | null
}

/** The secret is sealed. */
export type EbayKeyRow = { clientId: string; secret: Buffer; callsPerDay: number }
type Nullable<T> = { [K in keyof T]: T[K] | null }
export type InstallationRow = { version: number; stopped: boolean; rates: WatchRates }

/** Without rates nothing costs anything but the fees of others. */
const noRates: WatchRates = {
  currency: 'EUR',
  perThousandRequests: 0,
  perGibibyte: 0,
  perProcessorHour: 0,
  perPersonHour: 0,
}

export async function findSettings(
  handle: Transaction,
  organisationId: string,
): Promise<SettingsRow> {
  const { rows } = await sql<Omit<SettingsRow, 'ebayKey'> & Nullable<EbayKeyRow>>`
    select version, stopped, case when day_requests is not null then json_build_object(
      'requests', day_requests, 'bytes', day_bytes, 'processorSeconds', day_seconds,
      'cost', day_cost) end as "budgetPerDay",
      case when previous_cost is not null then json_build_object('costPerMonth', previous_cost,
        'findsPerMonth', previous_finds) end as "previousMonitoring",
      ebay_client_id as "clientId", ebay_secret as secret, ebay_calls as "callsPerDay"
    from watch_settings where organisation_id = ${organisationId}::uuid`.execute(handle)
  const [row] = rows
  if (row === undefined) {
    return {
      version: 0,
      stopped: false,
      budgetPerDay: null,
      previousMonitoring: null,
      ebayKey: null,
    }
  }
  const { clientId, secret, callsPerDay, ...settings } = row
  const isStated = clientId !== null && secret !== null && callsPerDay !== null
  return { ...settings, ebayKey: isStated ? { clientId, secret, callsPerDay } : null }
}

/** Watches that the budget held back are due again. */
export async function saveSettings(
  handle: Transaction,
  organisationId: string,
  { version, stopped, budgetPerDay, previousMonitoring, ebayKey }: SettingsRow,
): Promise<void> {
  const { requests, bytes, processorSeconds, cost } = budgetPerDay ?? {}
  await sql`
    insert into watch_settings (organisation_id, version, stopped, day_requests, day_bytes,
      day_seconds, day_cost, previous_cost, previous_finds, ebay_client_id, ebay_secret, ebay_calls)
    values (${organisationId}::uuid, ${version}::int4, ${stopped}::bool, ${requests ?? null}::int4,
      ${bytes ?? null}::int8, ${processorSeconds ?? null}::float8, ${cost ?? null}::float8,
      ${previousMonitoring?.costPerMonth ?? null}::float8,
      ${previousMonitoring?.findsPerMonth ?? null}::float8, ${ebayKey?.clientId ?? null},
      ${ebayKey?.secret ?? null}::bytea, ${ebayKey?.callsPerDay ?? null}::int4)
    on conflict (organisation_id) do update set version = excluded.version,
      stopped = excluded.stopped, day_requests = excluded.day_requests,
      day_bytes = excluded.day_bytes, day_seconds = excluded.day_seconds,
      day_cost = excluded.day_cost, previous_cost = excluded.previous_cost,
      previous_finds = excluded.previous_finds, ebay_client_id = excluded.ebay_client_id,
      ebay_secret = excluded.ebay_secret, ebay_calls = excluded.ebay_calls, changed_at = now()`.execute(
    handle,
  )
  await sql`
    update watches set held_until = null
    where organisation_id = ${organisationId}::uuid and held_until is not null`.execute(handle)
}

export async function findInstallation(handle: Transaction): Promise<InstallationRow> {
  const { rows } = await sql<InstallationRow>`
    select version, stopped, json_build_object('currency', currency,
      'perThousandRequests', per_thousand_requests, 'perGibibyte', per_gibibyte,
      'perProcessorHour', per_processor_hour, 'perPersonHour', per_person_hour) as rates
    from watch_installation`.execute(handle)
  return rows[0] ?? { version: 0, stopped: false, rates: noRates }
}

export async function saveInstallation(
  handle: Transaction,
  { version, stopped, rates }: InstallationRow,
): Promise<void> {
  const { currency, perThousandRequests, perGibibyte, perProcessorHour, perPersonHour } = rates
  await sql`
    insert into watch_installation (version, stopped, currency, per_thousand_requests, per_gibibyte,
      per_processor_hour, per_person_hour)
    values (${version}::int4, ${stopped}::bool, ${currency}, ${perThousandRequests}::float8,
      ${perGibibyte}::float8, ${perProcessorHour}::float8, ${perPersonHour}::float8)
    on conflict (singleton) do update set version = excluded.version, stopped = excluded.stopped,
      currency = excluded.currency, per_thousand_requests = excluded.per_thousand_requests,
      per_gibibyte = excluded.per_gibibyte, per_processor_hour = excluded.per_processor_hour,
      per_person_hour = excluded.per_person_hour, changed_at = now()`.execute(handle)
}

/** Serialises changes of the installation's row, which may not exist yet. */
export async function lockInstallation(handle: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('watches of installation', 0))`.execute(
    handle,
  )
}

type UsageToday = { requests: number; bytes: number; processorSeconds: number; fees: number }

/** What counts for the budgets of today: what was used, and what running watches have reserved. */
export async function usedToday(
  handle: Transaction,
  organisationId: string | undefined,
): Promise<UsageToday> {
  const of =
    organisationId === undefined ? sql`` : sql`organisation_id = ${organisationId}::uuid and`
  const { rows } = await sql<UsageToday>`
    select coalesce(sum(charged_requests), 0)::float8 as requests,
      coalesce(sum(charged_bytes), 0)::float8 as bytes,
      coalesce(sum(charged_seconds), 0)::float8 as "processorSeconds",
      (select coalesce(sum(fees), 0)::float8 from watch_usage
        where ${of} day = (now() at time zone 'utc')::date) as fees
    from watch_runs where ${of} day = (now() at time zone 'utc')::date`.execute(handle)
  return rows[0] ?? { requests: 0, bytes: 0, processorSeconds: 0, fees: 0 }
}

/** Calls of the eBay API that count for today, with what running watches have reserved. */
export async function ebayCallsToday(handle: Transaction, organisationId: string): Promise<number> {
  const { rows } = await sql<{ calls: number }>`
    select coalesce(sum(r.charged_requests), 0)::int as calls
    from watch_runs r join watches w on w.id = r.watch_id
    where r.organisation_id = ${organisationId}::uuid and r.day = (now() at time zone 'utc')::date
      and w.connector = 'ebay-browse'`.execute(handle)
  return rows[0]?.calls ?? 0
}

export type WatchCounts = { active: number; stopped: number; due: number; running: number }

export async function countAllWatches(handle: Transaction): Promise<WatchCounts> {
  const { rows } = await sql<WatchCounts>`
    select count(*) filter (where not stopped)::int as active,
      count(*) filter (where stopped)::int as stopped,
      count(*) filter (where not stopped
        and greatest(least(next_run_at, requested_at), held_until) <= now())::int as due,
      (select count(*)::int from watch_runs where ended_at is null) as running
    from watches where removed_at is null`.execute(handle)
  return rows[0] ?? { active: 0, stopped: 0, due: 0, running: 0 }
}
