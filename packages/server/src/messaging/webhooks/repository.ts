import type { EventType } from '@touchstone/contract'
import { sql } from 'kysely'
import { isoMoment, type Transaction } from '../../platform/db/index.ts'
import type { Webhook } from './types.ts'

const columns = [
  'id',
  'url',
  'label',
  'types',
  'enabled',
  'disabled_reason as disabledReason',
  'failing_since as failingSince',
  'created_at as createdAt',
] as const

export async function findWebhooks(
  handle: Transaction,
  organisationId: string,
): Promise<Webhook[]> {
  const rows = await handle
    .selectFrom('webhooks')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows as Webhook[]
}

export async function findWebhook(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<Webhook | undefined> {
  const row = await handle
    .selectFrom('webhooks')
    .select(columns)
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row as Webhook | undefined
}

export type WebhookRow = {
  id: string
  organisationId: string
  url: string
  label: string | null
  types: EventType[]
  madeBy: string | null
}

export async function insertWebhook(
  handle: Transaction,
  { organisationId, madeBy, ...row }: WebhookRow,
): Promise<Webhook> {
  const inserted = await handle
    .insertInto('webhooks')
    .values({ ...row, organisation_id: organisationId, made_by: madeBy })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return inserted as Webhook
}

export type WebhookUpdate = {
  url?: string
  label?: string | null
  types?: EventType[]
  enabled?: boolean
  /** The user responsible from now on. */
  madeBy?: string | null
}

/** Enabling a webhook resets its failures. */
export async function updateWebhook(
  handle: Transaction,
  id: string,
  { madeBy, ...update }: WebhookUpdate,
): Promise<Webhook> {
  const fresh = { disabled_reason: null, failing_since: null, failures: 0, held_until: null }
  const updated = await handle
    .updateTable('webhooks')
    .set({
      ...update,
      ...(madeBy !== undefined && { made_by: madeBy }),
      ...(update.enabled === true && fresh),
    })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return updated as Webhook
}

/** Disables a user's active webhooks and removes the user from them; returns their ids. */
export async function disableWebhooksOfMaker(
  handle: Transaction,
  { organisationId, madeBy, hasLeft }: { organisationId: string; madeBy: string; hasLeft: boolean },
): Promise<string[]> {
  const off = { enabled: false, disabled_reason: 'maker-limited' }
  const ofMaker = handle
    .updateTable('webhooks')
    .set(hasLeft ? { ...off, made_by: null } : off)
    .where('organisation_id', '=', organisationId)
    .where('made_by', '=', madeBy)
    .where('removed_at', 'is', null)
    .where('enabled', '=', true)
  const rows = await ofMaker.returning('id').execute()
  if (hasLeft) {
    await handle
      .updateTable('webhooks')
      .set({ made_by: null })
      .where('organisation_id', '=', organisationId)
      .where('made_by', '=', madeBy)
      .execute()
  }
  return rows.map(({ id }) => id)
}

/** Past deliveries stay on record; the secrets are deleted. */
export async function markWebhookRemoved(handle: Transaction, id: string): Promise<void> {
  await handle
    .updateTable('webhooks')
    .set({ removed_at: sql`now()`, enabled: false })
    .where('id', '=', id)
    .execute()
  await handle.deleteFrom('webhook_secrets').where('webhook_id', '=', id).execute()
}

export async function insertSecret(
  handle: Transaction,
  row: { id: string; organisationId: string; webhookId: string; sealed: Buffer },
): Promise<void> {
  await handle
    .insertInto('webhook_secrets')
    .values({
      id: row.id,
      organisation_id: row.organisationId,
      webhook_id: row.webhookId,
      sealed: row.sealed,
    })
    .execute()
}

/** Ends current secrets after the overlap, and deletes those that have ended. */
export async function expireSecrets(
  handle: Transaction,
  webhookId: string,
  expiresAt: Date,
): Promise<void> {
  await handle
    .deleteFrom('webhook_secrets')
    .where('webhook_id', '=', webhookId)
    .where(sql<boolean>`expires_at < now()`)
    .execute()
  await handle
    .updateTable('webhook_secrets')
    .set({ expires_at: expiresAt })
    .where('webhook_id', '=', webhookId)
    .where('expires_at', 'is', null)
    .execute()
}

export type DeliveryRow = {
  event: string
  type: EventType
  state: 'pending' | 'delivered' | 'failed'
  createdAt: Date
  dueAt: Date | null
  attempts: {
    at: string
    status: number | null
    problem: string | null
    milliseconds: number
    answer: string | null
  }[]
}

/** A page of a webhook's deliveries, newest first, each with its last ten attempts. */
export async function pageOfDeliveries(
  handle: Transaction,
  webhookId: string,
  { limit, after }: { limit: number; after?: { at: Date; id: string } },
): Promise<DeliveryRow[]> {
  const beyond = after
    ? sql`and (created_at, event_id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<DeliveryRow>`
    with page as materialized (
      select webhook_id, event_id, state, due_at, created_at from webhook_deliveries
      where webhook_id = ${webhookId}::uuid ${beyond}
      order by created_at desc, event_id desc limit ${limit}
    )
    select p.event_id as event, o.type, p.state, p.created_at as "createdAt",
      case when p.state = 'pending' then p.due_at end as "dueAt", a.attempts
    from page p
    join lateral (select type from outbox_events where id = p.event_id) o on true
    cross join lateral (
      select coalesce(json_agg(json_build_object(
          'at', ${isoMoment(sql`at`)},
          'status', status, 'problem', problem, 'milliseconds', milliseconds, 'answer', answer
        ) order by at desc, id desc), '[]') as attempts
      from (
        select * from webhook_attempts
        where webhook_id = p.webhook_id and event_id = p.event_id
        order by at desc, id desc limit 10
      ) newest
    ) a
    order by p.created_at desc, p.event_id desc`.execute(handle)
  return rows
}

/** Requeues one event; false if the organisation has no such event. */
export async function requeueEvent(
  handle: Transaction,
  organisationId: string,
  webhookId: string,
  eventId: string,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    insert into webhook_deliveries (webhook_id, event_id, organisation_id)
    select ${webhookId}::uuid, id, organisation_id from outbox_events
    where id = ${eventId}::uuid and organisation_id = ${organisationId}::uuid
    on conflict (webhook_id, event_id)
      do update set state = 'pending', tries = 0, due_at = now(), ended_at = null`.execute(handle)
  return numAffectedRows > 0n
}

export type ReplaySpan = {
  organisationId: string
  webhookId: string
  types: readonly EventType[]
  since: Date
  until: Date
  after?: { at: Date; id: string }
  limit: number
}

/** Requeues the events of a period, oldest first; returns them. */
export async function requeueEvents(
  handle: Transaction,
  span: ReplaySpan,
): Promise<{ at: Date; id: string }[]> {
  const { after } = span
  const beyond = after ? sql`and (at, id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``
  const { rows } = await sql<{ at: Date; id: string }>`
    select at, id from outbox_events
    where organisation_id = ${span.organisationId}::uuid
      and at >= ${span.since}::timestamptz and at < ${span.until}::timestamptz ${beyond}
      and type = any (${span.types}::text[])
    order by at, id limit ${span.limit}`.execute(handle)
  await sql`
    insert into webhook_deliveries (webhook_id, event_id, organisation_id)
    select ${span.webhookId}::uuid, id, ${span.organisationId}::uuid
    from unnest(${rows.map(({ id }) => id)}::uuid[]) as given (id)
    on conflict (webhook_id, event_id)
      do update set state = 'pending', tries = 0, due_at = now(), ended_at = null`.execute(handle)
  return rows
}
