import type { CaptureErrorBehaviour, EpcisFaultView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type CaptureRow = {
  id: string
  capturedAt: Date
  onError: CaptureErrorBehaviour
  success: boolean
  received: number
  stored: number
  errors: readonly EpcisFaultView[]
}

export async function insertCapture(
  handle: Transaction,
  organisationId: string,
  { id, onError, success, received, stored, errors }: Omit<CaptureRow, 'capturedAt'>,
): Promise<Date> {
  const { rows } = await sql<{ capturedAt: Date }>`
    insert into epcis_captures (id, organisation_id, on_error, success, received, stored, errors)
    values (${id}::uuid, ${organisationId}::uuid, ${onError}, ${success}::bool, ${received}::int4,
      ${stored}::int4, ${JSON.stringify(errors)}::json)
    returning captured_at as "capturedAt"`.execute(handle)
  return rows[0]?.capturedAt ?? new Date()
}

export async function updateStored(handle: Transaction, id: string, stored: number): Promise<void> {
  await sql`
    update epcis_captures set stored = ${stored}::int4 where id = ${id}::uuid`.execute(handle)
}

export async function findCapture(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<CaptureRow | undefined> {
  const { rows } = await sql<CaptureRow>`
    select id, captured_at as "capturedAt", on_error as "onError", success, received, stored, errors
    from epcis_captures
    where organisation_id = ${organisationId}::uuid and id = ${id}::uuid`.execute(handle)
  return rows[0]
}

export type EventRow = {
  hash: Buffer
  eventId: string
  eventTime: Date
  type: string
  action: string | null
  bizStep: string | null
  disposition: string | null
  epcs: readonly string[]
  errorDeclaredAt: Date | null
  content: Record<string, unknown>
}

/** Stores an event, unless it is stored already. Returns whether it was not. */
export async function insertEvent(
  handle: Transaction,
  { organisationId, captureId }: { organisationId: string; captureId: string },
  event: EventRow,
): Promise<boolean> {
  const { rows } = await sql`
    insert into epcis_events (organisation_id, hash, capture_id, event_id, event_time, type, action,
      biz_step, disposition, epcs, error_declared_at, content)
    values (${organisationId}::uuid, ${event.hash}, ${captureId}::uuid, ${event.eventId},
      ${event.eventTime}::timestamptz, ${event.type}, ${event.action}, ${event.bizStep},
      ${event.disposition}, ${[...event.epcs]}::text[], ${event.errorDeclaredAt}::timestamptz,
      ${JSON.stringify(event.content)}::json)
    on conflict (organisation_id, hash) do nothing returning hash`.execute(handle)
  return rows.length > 0
}

/** Marks a stored event as declared to be in error. Returns whether it was not before. */
export async function declareError(
  handle: Transaction,
  organisationId: string,
  { hash, errorDeclaredAt, content }: EventRow,
): Promise<boolean> {
  const { rows } = await sql`
    update epcis_events set error_declared_at = ${errorDeclaredAt}::timestamptz,
      content = ${JSON.stringify(content)}::json
    where organisation_id = ${organisationId}::uuid and hash = ${hash}
      and error_declared_at is null
    returning hash`.execute(handle)
  return rows.length > 0
}

export type EventFilter = {
  type?: string | undefined
  bizStep?: string | undefined
  disposition?: string | undefined
  action?: string | undefined
  eventId?: string | undefined
  eventFrom?: string | undefined
  eventTo?: string | undefined
  recordFrom?: string | undefined
  recordTo?: string | undefined
  epc?: string | undefined
  hasErrorDeclaration?: boolean | undefined
}

export type FoundEventRow = Pick<EventRow, 'hash' | 'eventId' | 'eventTime' | 'content'> & {
  recordTime: Date
}

export async function pageOfEvents(
  handle: Transaction,
  organisationId: string,
  {
    filter,
    limit,
    after,
  }: {
    filter: EventFilter
    limit: number
    after?: { at: Date; hash: string }
  },
): Promise<FoundEventRow[]> {
  const conditions = [
    sql`organisation_id = ${organisationId}::uuid`,
    filter.type !== undefined && sql`type = ${filter.type}`,
    filter.bizStep !== undefined && sql`biz_step = ${filter.bizStep}`,
    filter.disposition !== undefined && sql`disposition = ${filter.disposition}`,
    filter.action !== undefined && sql`action = ${filter.action}`,
    filter.eventId !== undefined && sql`event_id = ${filter.eventId}`,
    filter.eventFrom !== undefined && sql`event_time >= ${filter.eventFrom}::timestamptz`,
    filter.eventTo !== undefined && sql`event_time < ${filter.eventTo}::timestamptz`,
    filter.recordFrom !== undefined && sql`record_time >= ${filter.recordFrom}::timestamptz`,
    filter.recordTo !== undefined && sql`record_time < ${filter.recordTo}::timestamptz`,
    filter.epc !== undefined && sql`epcs @> ${[filter.epc]}::text[]`,
    filter.hasErrorDeclaration !== undefined &&
      sql`(error_declared_at is not null) = ${filter.hasErrorDeclaration}::bool`,
    after !== undefined &&
      sql`(event_time, hash) > (${after.at}::timestamptz, decode(${after.hash}, 'hex'))`,
  ].filter((condition) => condition !== false)
  const { rows } = await sql<FoundEventRow>`
    select hash, event_id as "eventId", event_time as "eventTime", content,
      record_time as "recordTime"
    from epcis_events where ${sql.join(conditions, sql` and `)}
    order by event_time, hash limit ${limit}`.execute(handle)
  return rows
}
