import type { ItemStateName, ScanSource, UnitState } from '@touchstone/contract'
import type { ItemHistory, ItemReason } from '@touchstone/recognition/items'
import { sql } from 'kysely'
import { currentAlerts } from '../alerts/queries.ts'
import { retentionPeriods } from '../../privacy/retention/queries.ts'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'

export type ItemKey = { organisationId: string; gtin: string; serial: string }

/** All that is kept of a unit. */
export type ItemRow = {
  batchId: string
  unitState: UnitState | null
  unitStateAt: Date | null
  history: ItemHistory
  scans: number
  firstScanAt: Date | null
  lastScanAt: Date | null
  state: ItemStateName
  probability: number
  reasons: readonly ItemReason[]
  alarmAt: Date | null
  publishedAt: Date | null
}

const columns = sql`batch_id as "batchId", unit_state as "unitState",
  unit_state_at as "unitStateAt", history, scans, first_scan_at as "firstScanAt",
  last_scan_at as "lastScanAt", state, probability, reasons, alarm_at as "alarmAt",
  published_at as "publishedAt"`

export async function findItem(
  handle: Transaction,
  { organisationId, gtin, serial }: ItemKey,
): Promise<ItemRow | undefined> {
  const { rows } = await runPrepared(
    sql<ItemRow>`
    select ${columns} from items
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin}
      and serial = ${serial}`,
    handle,
  )
  return rows[0]
}

/** The row of a unit, made if nothing was known of it, and locked until the transaction ends. */
export async function lockItem(
  handle: Transaction,
  { organisationId, gtin, serial }: ItemKey,
  { batchId, history }: Pick<ItemRow, 'batchId' | 'history'>,
): Promise<ItemRow> {
  const made = await runPrepared(
    sql<ItemRow>`
    insert into items (organisation_id, gtin, serial, batch_id, history)
    values (${organisationId}::uuid, ${gtin}, ${serial}, ${batchId}::uuid,
      ${JSON.stringify(history)}::json)
    on conflict do nothing returning ${columns}`,
    handle,
  )
  if (made.rows[0] !== undefined) return made.rows[0]
  const { rows } = await runPrepared(
    sql<ItemRow>`
    select ${columns} from items
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin} and serial = ${serial}
    for update`,
    handle,
  )
  const [row] = rows
  if (row === undefined) throw new Error('an item was not inserted')
  return row
}

export async function updateItem(
  handle: Transaction,
  { organisationId, gtin, serial }: ItemKey,
  item: ItemRow,
): Promise<void> {
  await runPrepared(
    sql`
    update items set unit_state = ${item.unitState},
      unit_state_at = ${item.unitStateAt}::timestamptz,
      history = ${JSON.stringify(item.history)}::json, scans = ${item.scans}::int8,
      first_scan_at = ${item.firstScanAt}::timestamptz,
      last_scan_at = ${item.lastScanAt}::timestamptz, state = ${item.state},
      probability = ${item.probability}::float8, reasons = ${JSON.stringify(item.reasons)}::json,
      alarm_at = ${item.alarmAt}::timestamptz, published_at = ${item.publishedAt}::timestamptz,
      changed_at = now()
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin}
      and serial = ${serial}`,
    handle,
  )
}

/** How many other codes of a batch are suspected; more than two weigh no more. */
export async function countBatchAlarms(
  handle: Transaction,
  { gtin, serial }: ItemKey,
  batchId: string,
): Promise<number> {
  const { rows } = await runPrepared(
    sql<{ count: number }>`
    select count(*)::int as count from (
      select from items
      where batch_id = ${batchId}::uuid and state = 'suspected-clone'
        and (gtin, serial) <> (${gtin}, ${serial})
      limit 2
    ) suspected`,
    handle,
  )
  return rows[0]?.count ?? 0
}

export type ListedItemRow = Pick<
  ItemRow,
  'state' | 'probability' | 'alarmAt' | 'scans' | 'lastScanAt'
> & { gtin: string; serial: string; changedAt: Date }

export async function pageOfItems(
  handle: Transaction,
  {
    organisationId,
    state,
    limit,
    after,
  }: {
    organisationId: string
    state: ItemStateName | undefined
    limit: number
    after?: { at: Date; gtin: string; serial: string }
  },
): Promise<ListedItemRow[]> {
  const place = after
    ? sql`and (changed_at < ${after.at}::timestamptz or changed_at = ${after.at}::timestamptz
        and (gtin, serial) > (${after.gtin}, ${after.serial}))`
    : sql``
  const { rows } = await sql<ListedItemRow>`
    select gtin, serial, state, probability, alarm_at as "alarmAt", scans,
      last_scan_at as "lastScanAt", changed_at as "changedAt"
    from items
    where organisation_id = ${organisationId}::uuid
      ${state === undefined ? sql`` : sql`and state = ${state}`} ${place}
    order by changed_at desc, gtin, serial limit ${limit}`.execute(handle)
  return rows
}

export type NewScan = ItemKey & {
  id: string
  at: Date
  source: ScanSource
  device: Buffer | null
  network: Buffer | null
  position: { lat: number; lon: number; accuracyKm: number } | null
  country: string | null
}

export async function insertScan(handle: Transaction, scan: NewScan): Promise<void> {
  const { id, organisationId, gtin, serial, at, source, device, network, position } = scan
  await runPrepared(
    sql`
    insert into item_scans (id, organisation_id, gtin, serial, at, source, device, network, lat,
      lon, accuracy_km, country)
    values (${id}::uuid, ${organisationId}::uuid, ${gtin}, ${serial}, ${at}::timestamptz,
      ${source}, ${device}, ${network}, ${position?.lat ?? null}::float8,
      ${position?.lon ?? null}::float8, ${position?.accuracyKm ?? null}::float8,
      ${scan.country})`,
    handle,
  )
}

/** The device whose scan of this code was the first from a network today. */
export async function findFirstDevice(
  handle: Transaction,
  { organisationId, gtin, serial }: ItemKey,
  network: Buffer,
): Promise<Buffer | undefined> {
  const { rows } = await runPrepared(
    sql<{ device: Buffer }>`
    select device from item_scans
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin} and serial = ${serial}
      and at > now() - interval '2 days' and network = ${network} and device is not null
    order by at, id limit 1`,
    handle,
  )
  return rows[0]?.device
}

export type NewUnitEvent = {
  id: string
  organisationId: string
  batchId: string
  serial: string | null
  kind: UnitState
  at: Date
  position: { lat: number; lon: number } | null
}

export async function insertUnitEvent(handle: Transaction, event: NewUnitEvent): Promise<void> {
  const { id, organisationId, batchId, serial, kind, at, position } = event
  await sql`
    insert into unit_events (id, organisation_id, batch_id, serial, kind, at, lat, lon)
    values (${id}::uuid, ${organisationId}::uuid, ${batchId}::uuid, ${serial}, ${kind},
      ${at}::timestamptz, ${position?.lat ?? null}::float8,
      ${position?.lon ?? null}::float8)`.execute(handle)
}

/** The key under which networks are hashed today, made with the first request of the day. */
export async function findNetworkKey(handle: Transaction): Promise<Buffer | undefined> {
  const { rows } = await runPrepared(
    sql<{ key: Buffer }>`
    select key from network_keys where day = (now() at time zone 'utc')::date`,
    handle,
  )
  return rows[0]?.key
}

/** Stores today's key, unless another process did, and throws away the earlier ones. */
export async function insertNetworkKey(handle: Transaction, key: Buffer): Promise<void> {
  await sql`
    insert into network_keys (day, key) values ((now() at time zone 'utc')::date, ${key})
    on conflict do nothing`.execute(handle)
  await deletePastNetworkKeys(handle)
}

export async function deletePastNetworkKeys(handle: Transaction): Promise<void> {
  await sql`
    delete from network_keys where day < (now() at time zone 'utc')::date`.execute(handle)
}

/** Deletes scans whose time is up, some at once. Returns how many. */
export async function deleteOldScans(
  handle: Transaction,
  defaultDays: number,
  limit: number,
): Promise<number> {
  const { rows } = await sql`
    delete from item_scans where id in (
      select s.id from item_scans s
      left join ${retentionPeriods} r on r.organisation_id = s.organisation_id
      where s.at < now() - coalesce(r.scan_days, ${defaultDays}::int4) * interval '1 day'
      limit ${limit}
    ) returning id`.execute(handle)
  return rows.length
}

export type ExpiredItemRow = ItemKey & { history: ItemHistory; cutoff: Date }

/** Items that still hold something of scans whose time is up. */
export async function lockExpiredItems(
  handle: Transaction,
  defaultDays: number,
  limit: number,
): Promise<ExpiredItemRow[]> {
  const { rows } = await sql<ExpiredItemRow>`
    select i.organisation_id as "organisationId", i.gtin, i.serial, i.history,
      now() - coalesce(r.scan_days, ${defaultDays}::int4) * interval '1 day' as cutoff
    from items i left join ${retentionPeriods} r on r.organisation_id = i.organisation_id
    where i.first_scan_at < now() - coalesce(r.scan_days, ${defaultDays}::int4) * interval '1 day'
    limit ${limit} for update of i`.execute(handle)
  return rows
}

export async function updateExpiredItem(
  handle: Transaction,
  { organisationId, gtin, serial, history }: ExpiredItemRow,
  firstScanAt: Date | null,
): Promise<void> {
  await sql`
    update items set history = ${JSON.stringify(history)}::json,
      first_scan_at = ${firstScanAt}::timestamptz,
      last_scan_at = case when ${firstScanAt}::timestamptz is null then null else last_scan_at end
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin}
      and serial = ${serial}`.execute(handle)
}

const maxTimelineRows = 200

export type UnitEventRow = {
  kind: UnitState | 'other'
  at: Date
  ofBatch: boolean
  position: { lat: number; lon: number } | null
}

/** What was recorded of a unit and of its whole batch, the newest first. */
export async function listUnitEvents(
  handle: Transaction,
  { batchId, serial }: { batchId: string; serial: string },
): Promise<UnitEventRow[]> {
  const { rows } = await sql<UnitEventRow>`
    select kind, at, serial is null as "ofBatch",
      case when lat is not null then json_build_object('lat', lat, 'lon', lon) end as position
    from unit_events
    where batch_id = ${batchId}::uuid and (serial = ${serial} or serial is null)
    order by at desc, id desc limit ${maxTimelineRows}`.execute(handle)
  return rows
}

export type ScanRow = {
  at: Date
  source: ScanSource
  /** Devices by number, in the order of their first scan. */
  device: number | null
  position: { lat: number; lon: number; accuracyKm: number } | null
  country: string | null
}

/** The stored scans of a code, the newest first. */
export async function listScans(
  handle: Transaction,
  { organisationId, gtin, serial }: ItemKey,
): Promise<ScanRow[]> {
  const { rows } = await sql<ScanRow>`
    with newest as (
      select * from item_scans
      where organisation_id = ${organisationId}::uuid and gtin = ${gtin} and serial = ${serial}
      order by at desc, id desc limit ${maxTimelineRows}
    ),
    devices as (
      select device, row_number() over (order by min(at), device)::int as number
      from newest where device is not null group by device
    )
    select s.at, s.source, d.number as device, s.country,
      case when s.lat is not null
        then json_build_object('lat', s.lat, 'lon', s.lon, 'accuracyKm', s.accuracy_km)
      end as position
    from newest s left join devices d on d.device = s.device
    order by s.at desc, s.id desc`.execute(handle)
  return rows
}

/** What its maker warns of that concerns these goods, or may concern them. */
export async function findAlertsAbout(
  handle: Transaction,
  {
    organisationId,
    gtin,
    serial = null,
    batch = null,
  }: { organisationId: string; gtin: string; serial?: string | null; batch?: string | null },
): Promise<{ title: string; text: string; publishedAt: Date }[]> {
  const { rows } = await runPrepared(
    sql<{ title: string; text: string; publishedAt: Date }>`
    select a.title, a.content as text, a.published_at as "publishedAt" from ${currentAlerts} a
    where a.organisation_id = ${organisationId}::uuid and a.gtin = ${gtin}
      and (cardinality(a.batches) + cardinality(a.serials) = 0
        or ${serial}::text = any (a.serials) or ${batch}::text = any (a.batches))
    order by a.is_dangerous desc, a.published_at desc limit 5`,
    handle,
  )
  return rows
}
