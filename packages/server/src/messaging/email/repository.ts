import { randomUUID } from 'node:crypto'
import { writeStoredSentence } from '@touchstone/contract'
import { sql } from 'kysely'
import { organisationsIn, type Transaction } from '../../platform/db/index.ts'
import type { SendResult, EmailRow, NewEmail } from './types.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'

const columns = sql`id, organisation_id as "organisationId", key, recipient as "to", reply_to as "replyTo", subject,
  body as text, attachments, about_kind as "aboutKind", about_id as "aboutId", state, answer, tries,
  due_at as "dueAt", created_at as "createdAt", ended_at as "endedAt"`

/** The id of the new email; undefined if its key exists. */
export async function insertEmail(
  handle: Transaction,
  message: NewEmail,
): Promise<string | undefined> {
  const attachments = (message.attachments ?? []).map(({ name, type, bytes }) => ({
    name,
    type,
    base64: Buffer.from(bytes).toString('base64'),
  }))
  const { rows } = await sql<{ id: string }>`
    insert into messages (id, organisation_id, key, by, recipient, reply_to, subject, body,
      attachments, about_kind, about_id)
    values (${randomUUID()}::uuid, ${message.organisationId}::uuid, ${message.key}, ${message.by},
      ${message.to}, ${message.replyTo ?? null}, ${message.subject}, ${message.text}, ${JSON.stringify(attachments)}::json,
      ${message.about.kind}, ${message.about.id})
    on conflict (organisation_id, key) do nothing returning id`.execute(handle)
  return rows[0]?.id
}

export async function findEmailIdByKey(
  handle: Transaction,
  { organisationId, key }: Pick<NewEmail, 'organisationId' | 'key'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from messages where organisation_id = ${organisationId}::uuid and key = ${key}`.execute(
    handle,
  )
  return rows[0]?.id
}

export async function findEmail(handle: Transaction, id: string): Promise<EmailRow | undefined> {
  const { rows } = await sql<EmailRow>`
    select ${columns} from messages where id = ${id}::uuid`.execute(handle)
  return rows[0]
}

export type EmailQuery = {
  organisationId: string
  limit: number
  after?: { at: Date; id: string }
  about?: { kind: string; id: string }
}

/** Newest first; without texts and attachments, which no list shows. */
export async function pageOfEmails(
  handle: Transaction,
  { organisationId, limit, after, about }: EmailQuery,
): Promise<EmailRow[]> {
  const from = after
    ? sql`and (created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const of = about ? sql`and about_kind = ${about.kind} and about_id = ${about.id}` : sql``
  const { rows } = await sql<EmailRow>`
    select id, organisation_id as "organisationId", key, recipient as "to", reply_to as "replyTo", subject, '' as text,
      '[]'::json as attachments, about_kind as "aboutKind", about_id as "aboutId", state, answer,
      tries, due_at as "dueAt", created_at as "createdAt", ended_at as "endedAt"
    from messages where organisation_id = ${organisationId}::uuid ${from} ${of}
    order by created_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

/** Queues an email again at a user's request; false if its state does not allow it. */
export async function requeueEmail(handle: Transaction, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update messages set state = 'queued', due_at = now(), ended_at = null
    where id = ${id}::uuid and state in ('failed', 'uncertain') and forgotten_at is null`.execute(
    handle,
  )
  return numAffectedRows === 1n
}

export async function markEmailCancelled(handle: Transaction, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update messages set state = 'cancelled', ended_at = now()
    where id = ${id}::uuid and state = 'queued'`.execute(handle)
  return numAffectedRows === 1n
}

const isDue = sql`state = 'queued' and due_at <= now()
  and not is_message_on_confidentiality_hold(organisation_id, about_kind, about_id, key, now())`

/** Attempts that began longer ago than any can take, or after this moment by a clock that was wrong. */
const isStale = (olderThanMilliseconds: number) => sql`state = 'sending'
  and (begun_at < now() - ${olderThanMilliseconds} * interval '1 millisecond'
    or begun_at > now() + ${olderThanMilliseconds} * interval '1 millisecond')`

/** Whether there are emails to send, or attempts whose process ended. */
export async function hasDueEmails(
  handle: Transaction,
  olderThanMilliseconds: number,
): Promise<boolean> {
  const { rows } = await sql<{ isDue: boolean }>`
    select exists (select from messages where ${isDue})
      or exists (select from messages where ${isStale(olderThanMilliseconds)}) as "isDue"`.execute(
    handle,
  )
  return rows[0]?.isDue === true
}

export type ClaimedEmail = EmailRow & { claimedBy: string; organisation: string }

/**
 * Claims an organisation's longest overdue email for the duration of the lease, alternating between organisations, so
 * that one with many emails delays no other.
 */
export async function claimDueEmail(
  handle: Transaction,
  leaseMilliseconds: number,
): Promise<ClaimedEmail | undefined> {
  const claimedBy = randomUUID()
  const { rows } = await sql<ClaimedEmail>`
    with recursive ${organisationsIn('messages', sql`state = 'queued'`)}, open as materialized (
      select next.id from parties cross join lateral (
        select id from messages
        where organisation_id = parties.id and ${isDue} order by due_at limit 1
      ) next
    )
    update messages m
    set due_at = now() + ${leaseMilliseconds} * interval '1 millisecond', tries = tries + 1,
      claimed_by = ${claimedBy}::uuid
    where id = (select id from messages where id in (select id from open) and ${isDue}
      order by random() limit 1 for update skip locked)
    returning ${columns}, claimed_by as "claimedBy",
      (select name from ${organisationProfiles} o where o.id = m.organisation_id) as organisation`.execute(
    handle,
  )
  return rows[0]
}

type PendingEmail = Pick<ClaimedEmail, 'id' | 'claimedBy'>

/** Marks the email as being sent; false if it was claimed elsewhere or cancelled meanwhile. */
export async function markEmailSending(
  handle: Transaction,
  { id, claimedBy }: PendingEmail,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update messages set state = 'sending', begun_at = now()
    where id = ${id}::uuid and state = 'queued' and claimed_by = ${claimedBy}::uuid`.execute(handle)
  return numAffectedRows === 1n
}

/** Stores the result of an attempt, unless the email was claimed elsewhere meanwhile. */
export async function recordSendResult(
  handle: Transaction,
  { id, claimedBy }: PendingEmail,
  { state, answer }: SendResult,
  waitMilliseconds: number,
): Promise<boolean> {
  const ended = state === 'queued' ? sql`null` : sql`now()`
  const { numAffectedRows = 0n } = await sql`
    update messages set state = ${state}, answer = ${answer}, ended_at = ${ended},
      due_at = now() + ${waitMilliseconds} * interval '1 millisecond'
    where id = ${id}::uuid and state in ('queued', 'sending') and claimed_by = ${claimedBy}::uuid`.execute(
    handle,
  )
  return numAffectedRows === 1n
}

/** Attempts started longer ago than any can take: their process ended, and delivery is unknown. */
export async function markStaleEmailsUncertain(
  handle: Transaction,
  olderThanMilliseconds: number,
): Promise<{ id: string; organisationId: string }[]> {
  const answer = writeStoredSentence('email.uncertain')
  const { rows } = await sql<{ id: string; organisationId: string }>`
    update messages set state = 'uncertain', answer = ${answer}, ended_at = now()
    where ${isStale(olderThanMilliseconds)}
    returning id, organisation_id as "organisationId"`.execute(handle)
  return rows
}

type OpenEmails = { queued: number; sending: number; oldestSeconds: number }

/** How much is to be sent, and how long the oldest has waited of what is due or was tried before. */
export async function countOpenEmails(handle: Transaction): Promise<OpenEmails> {
  const { rows } = await sql<OpenEmails>`
    select (select count(*)::int from (
        select from messages where state = 'queued' limit 100000) q) as queued,
      (select count(*)::int from (
        select from messages where state = 'sending' limit 100000) s) as sending,
      coalesce((select extract(epoch from now() - min(created_at))::float8 from messages
        where (${isDue}) or (state = 'queued' and tries > 0)), 0) as "oldestSeconds"`.execute(
    handle,
  )
  return rows[0] ?? { queued: 0, sending: 0, oldestSeconds: 0 }
}
