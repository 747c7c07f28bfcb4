import { randomUUID } from 'node:crypto'
import type { EventType } from '@touchstone/contract'
import { sql } from 'kysely'
import { organisationsIn, type Transaction } from '../../platform/db/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'

// All functions run in the operator's context, since deliveries are for every organisation.

const dispatchedAtOnce = 500

/** Assigns some open events to their webhooks, each organisation's oldest first. Returns how many; 0 when done. */
export async function dispatchEvents(handle: Transaction): Promise<number> {
  const { rows } = await sql`
    with recursive ${organisationsIn('outbox_events', sql`dispatched_at is null`)},
    oldest as materialized (
      select due.id from parties cross join lateral (
        select id from outbox_events
        where organisation_id = parties.id and dispatched_at is null
        order by at, id
        limit greatest(1, ${dispatchedAtOnce}::int8 / (select count(*) from parties))
      ) due
    ), open as materialized (
      select id, organisation_id, type, at from outbox_events
      where id in (select id from oldest) and dispatched_at is null
      for update skip locked
    ), made as (
      insert into webhook_deliveries (webhook_id, event_id, organisation_id)
      select w.id, o.id, o.organisation_id
      from open o
      join webhooks w on w.organisation_id = o.organisation_id
        and w.enabled and w.removed_at is null
        and o.type = any (w.types) and o.at >= w.created_at
      on conflict do nothing
    )
    update outbox_events e set dispatched_at = now()
    from open where e.id = open.id
    returning e.id`.execute(handle)
  return rows.length
}

export type DueWebhook = { id: string; organisationId: string }
export type DueWork = { undispatched: boolean; due: DueWebhook[] }

/** Whether events await assignment, and which webhooks have due deliveries, alternating between organisations. */
export async function findDueWork(handle: Transaction): Promise<DueWork> {
  const { rows } = await sql<DueWork>`
    select exists (select from outbox_events where dispatched_at is null) as undispatched,
      (
        select coalesce(json_agg(json_build_object('id', id, 'organisationId', organisation_id)
          order by turn, random()), '[]')
        from (
          select w.id, w.organisation_id,
            row_number() over (partition by w.organisation_id order by random()) as turn
          from webhooks w
          where w.enabled and w.removed_at is null
            and (w.held_until is null or w.held_until <= now())
            and exists (
              select from webhook_deliveries d
              where d.webhook_id = w.id and d.state = 'pending' and d.due_at <= now()
            )
        ) work
      ) as due`.execute(handle)
  return rows[0] ?? { undispatched: false, due: [] }
}

export type OutboxState = {
  undispatched: number
  pending: number
  /** Failing deliveries among the pending ones. */
  failing: number
  oldestSeconds: number
}

const countedUpTo = 100_000

/** Pending work. Deliveries of a disabled webhook wait only for its owner. */
export async function outboxState(handle: Transaction): Promise<OutboxState> {
  const { rows } = await sql<OutboxState>`
    with open as materialized (
      select at from outbox_events where dispatched_at is null order by at limit ${countedUpTo}
    ), pending as materialized (
      select d.created_at as at, d.tries
      from webhooks w
      join webhook_deliveries d on d.webhook_id = w.id and d.state = 'pending'
      where w.enabled and w.removed_at is null
      limit ${countedUpTo}
    )
    select (select count(*)::int from open) as undispatched,
      (select count(*)::int from pending) as pending,
      (select count(*)::int from pending where tries > 0) as failing,
      greatest(0, extract(epoch from now() - least(
        (select min(at) from open), (select min(at) from pending)
      ))::float8) as "oldestSeconds"`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error('a select without a table gives one row')
  return row
}

export type WebhookState = {
  id: string
  organisationId: string
  organisation: string
  url: string
  enabled: boolean
  disabledReason: 'failing' | 'gone' | 'maker-limited' | null
  failingSince: Date | null
  pending: number
  failed: number
}

/** All organisations' webhooks, those with problems first. */
export async function webhookStates(handle: Transaction): Promise<WebhookState[]> {
  const { rows } = await sql<WebhookState>`
    select w.id, w.organisation_id as "organisationId", o.slug as organisation, w.url, w.enabled,
      w.disabled_reason as "disabledReason", w.failing_since as "failingSince",
      waiting.count as pending, lost.count as failed
    from webhooks w
    join ${organisationProfiles} o on o.id = w.organisation_id
    cross join lateral (
      select count(*)::int from (
        select from webhook_deliveries where webhook_id = w.id and state = 'pending'
        limit ${countedUpTo}
      ) open
    ) waiting
    cross join lateral (
      select count(*)::int from (
        select from webhook_deliveries where webhook_id = w.id and state = 'failed'
        limit ${countedUpTo}
      ) given_up
    ) lost
    where w.removed_at is null
    order by lost.count > 0 desc, w.failing_since nulls last, o.slug, w.created_at, w.id
    limit 500`.execute(handle)
  return rows
}

/** Requeues failed deliveries of a webhook; returns how many, and its owner. */
export async function requeueFailed(
  handle: Transaction,
  webhookId: string,
  most: number,
): Promise<{ organisationId: string; resent: number } | undefined> {
  const { rows: hooks } = await sql<{ organisationId: string }>`
    select organisation_id as "organisationId" from webhooks
    where id = ${webhookId}::uuid and removed_at is null`.execute(handle)
  const [hook] = hooks
  if (hook === undefined) return undefined
  const { rows } = await sql`
    update webhook_deliveries d
    set state = 'pending', tries = 0, due_at = now(), ended_at = null
    where d.webhook_id = ${webhookId}::uuid and d.event_id in (
      select event_id from webhook_deliveries
      where webhook_id = ${webhookId}::uuid and state = 'failed'
      order by created_at limit ${most}
    )
    returning d.event_id`.execute(handle)
  return { ...hook, resent: rows.length }
}

export type ClaimedDelivery = {
  eventId: string
  tries: number
  type: EventType
  at: Date
  data: unknown
}

export type DeliveryClaim = {
  webhookId: string
  organisationId: string
  url: string
  sealed: Buffer[]
  deliveries: ClaimedDelivery[]
}

/**
 * Claims some due deliveries of one webhook. They become due again after `leaseMilliseconds`, so that nothing is lost
 * if the process dies. Undefined if there are none.
 */
export async function claimDeliveries(
  handle: Transaction,
  webhookId: string,
  { most, leaseMilliseconds }: { most: number; leaseMilliseconds: number },
): Promise<DeliveryClaim | undefined> {
  const { rows: hooks } = await sql<Omit<DeliveryClaim, 'deliveries' | 'webhookId'>>`
    select w.organisation_id as "organisationId", w.url,
      array(
        select s.sealed from webhook_secrets s
        where s.webhook_id = w.id and s.organisation_id = w.organisation_id
          and (s.expires_at is null or s.expires_at > now())
        order by s.created_at desc, s.id
      ) as sealed
    from webhooks w
    where w.id = ${webhookId}::uuid and w.enabled and w.removed_at is null
      and (w.held_until is null or w.held_until <= now())`.execute(handle)
  const [hook] = hooks
  if (hook === undefined) return undefined
  // An organisation's events go only to its own webhooks, whatever a row says.
  const { rows: deliveries } = await sql<ClaimedDelivery>`
    with due as materialized (
      select webhook_id, event_id from webhook_deliveries
      where webhook_id = ${webhookId}::uuid and organisation_id = ${hook.organisationId}::uuid
        and state = 'pending' and due_at <= now()
      order by due_at limit ${most}
      for update skip locked
    ), taken as (
      update webhook_deliveries d
      set due_at = now() + ${leaseMilliseconds}::float8 * interval '1 millisecond'
      from due where d.webhook_id = due.webhook_id and d.event_id = due.event_id
      returning d.event_id, d.tries
    )
    select t.event_id as "eventId", t.tries, e.type, e.at, e.data
    from taken t
    join lateral (
      select type, at, data from outbox_events
      where id = t.event_id and organisation_id = ${hook.organisationId}::uuid
    ) e on true
    order by e.at, t.event_id`.execute(handle)
  return deliveries.length === 0 ? undefined : { webhookId, ...hook, deliveries }
}

export type AttemptResult = {
  eventId: string
  state: 'pending' | 'delivered' | 'failed'
  /** Until the next attempt, if there is one. */
  waitMilliseconds: number
  status: number | null
  problem: string | null
  milliseconds: number
  answer: string | null
}

/** Stores the results of some attempts, with their responses. */
export async function recordAttempts(
  handle: Transaction,
  { webhookId, organisationId }: DeliveryClaim,
  results: readonly AttemptResult[],
): Promise<void> {
  const ids = results.map(({ eventId }) => eventId)
  await sql`
    insert into webhook_attempts
      (id, organisation_id, webhook_id, event_id, status, problem, milliseconds, answer)
    select id, ${organisationId}::uuid, ${webhookId}::uuid, event_id,
      status, problem, milliseconds, answer
    from unnest(${ids.map(() => randomUUID())}::uuid[], ${ids}::uuid[],
      ${results.map(({ status }) => status)}::int4[],
      ${results.map(({ problem }) => problem)}::text[],
      ${results.map(({ milliseconds }) => milliseconds)}::int4[],
      ${results.map(({ answer }) => answer)}::text[])
      as given (id, event_id, status, problem, milliseconds, answer)`.execute(handle)
  await sql`
    update webhook_deliveries d
    set tries = d.tries + 1, state = given.state,
      due_at = now() + given.wait * interval '1 millisecond',
      ended_at = case when given.state = 'pending' then null else now() end
    from unnest(${ids}::uuid[], ${results.map(({ state }) => state)}::text[],
      ${results.map((result) => result.waitMilliseconds)}::float8[]) as given (event_id, state, wait)
    where d.webhook_id = ${webhookId}::uuid and d.event_id = given.event_id
      and d.state = 'pending'`.execute(handle)
}

/** Releases claimed deliveries that were not sent. */
export async function releaseDeliveries(
  handle: Transaction,
  webhookId: string,
  eventIds: readonly string[],
): Promise<void> {
  await sql`
    update webhook_deliveries set due_at = now()
    where webhook_id = ${webhookId}::uuid and event_id = any (${eventIds}::uuid[])
      and state = 'pending'`.execute(handle)
}

export async function markReached(handle: Transaction, webhookId: string): Promise<void> {
  await sql`
    update webhooks set failing_since = null, failures = 0, held_until = null
    where id = ${webhookId}::uuid and failing_since is not null`.execute(handle)
}

/** Returns the number of consecutive failures, and for how long. */
export async function markUnreached(
  handle: Transaction,
  webhookId: string,
): Promise<{ failures: number; milliseconds: number }> {
  const { rows } = await sql<{ failures: number; milliseconds: number }>`
    update webhooks
    set failures = failures + 1, failing_since = coalesce(failing_since, now())
    where id = ${webhookId}::uuid
    returning failures,
      (extract(epoch from now() - failing_since) * 1000)::float8 as milliseconds`.execute(handle)
  return rows[0] ?? { failures: 1, milliseconds: 0 }
}

export async function pauseWebhook(
  handle: Transaction,
  webhookId: string,
  milliseconds: number,
): Promise<void> {
  await sql`
    update webhooks set held_until = now() + ${milliseconds}::float8 * interval '1 millisecond'
    where id = ${webhookId}::uuid`.execute(handle)
}

/** False if already disabled. */
export async function disableWebhook(
  handle: Transaction,
  webhookId: string,
  reason: 'failing' | 'gone',
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update webhooks set enabled = false, disabled_reason = ${reason}
    where id = ${webhookId}::uuid and enabled and removed_at is null`.execute(handle)
  return numAffectedRows > 0n
}

const trimmedAtOnce = 1000

/** Deletes some events older than `before` with their deliveries. Returns how many; repeat until there are none. */
export async function trimEvents(handle: Transaction, before: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from outbox_events
    where at < ${before}::timestamptz and dispatched_at is not null
    order by at limit ${trimmedAtOnce}`.execute(handle)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await sql`
    delete from webhook_attempts a using webhook_deliveries d
    where d.event_id = any (${ids}::uuid[])
      and a.webhook_id = d.webhook_id and a.event_id = d.event_id`.execute(handle)
  await sql`delete from webhook_deliveries where event_id = any (${ids}::uuid[])`.execute(handle)
  await sql`delete from outbox_events where id = any (${ids}::uuid[])`.execute(handle)
  return ids.length
}
