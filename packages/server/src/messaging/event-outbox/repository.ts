import { randomUUID } from 'node:crypto'
import type { EventType } from '@touchstone/contract'
import { sql } from 'kysely'
import { jsonTexts, runPrepared, type Transaction } from '../../platform/db/index.ts'

export type NewOutboxEvent = {
  type: EventType
  /** Ids, verdicts, times: never a listing's content, never personal data. */
  data: Record<string, unknown>
}

/** Records an event in the transaction of the change itself, for this organisation only. */
export async function recordOutbox(
  handle: Transaction,
  organisationId: string,
  events: readonly NewOutboxEvent[],
): Promise<void> {
  await recordOutboxOfMany(
    handle,
    events.map((event) => ({ ...event, organisationId })),
  )
}

/** The same for events of several organisations; each receives only its own. */
export async function recordOutboxOfMany(
  handle: Transaction,
  events: readonly (NewOutboxEvent & { organisationId: string })[],
): Promise<void> {
  if (events.length === 0) return
  const query = sql`
    insert into outbox_events (id, organisation_id, type, data)
    select id, organisation_id, type, data
    from unnest(${events.map(() => randomUUID())}::uuid[],
      ${events.map(({ organisationId }) => organisationId)}::uuid[],
      ${events.map(({ type }) => type)}::text[],
      ${jsonTexts(events.map(({ data }) => data))}::json[])
      as given (id, organisation_id, type, data)`
  await runPrepared(query, handle)
}
