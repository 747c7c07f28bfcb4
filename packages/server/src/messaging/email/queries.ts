import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

/** Emails with their text and subject matter. */
export const emailTexts = exportedQuery
  .selectFrom('messages')
  .select(['id', 'organisation_id', 'about_kind', 'about_id', 'state', 'subject', 'body'])
  .select(['created_at', 'ended_at', 'forgotten_at'])

/** Redacts emails. Time, subject matter, outcome and the digest of the text stay. */
export async function redactEmails(handle: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    update messages set forgotten_at = now(),
      body_sha256 = sha256(convert_to(body, 'UTF8')), recipient = 'forgotten@forgotten.invalid',
      reply_to = null, subject = 'Taken away', body = 'Taken away', attachments = '[]', answer = null
    where id = any (${[...ids]}::uuid[])`.execute(handle)
}

/** Redacts ended emails to addresses that sellers left: only these are about a link. */
export async function redactSellerEmails(handle: Transaction): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from messages
    where about_kind = 'appeal-link' and ended_at is not null and forgotten_at is null`.execute(
    handle,
  )
  await redactEmails(
    handle,
    rows.map(({ id }) => id),
  )
}

/** Redacts ended emails about subjects of a kind, some at a time. */
export async function redactEmailsAbout(handle: Transaction, kind: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from messages
    where about_kind = ${kind} and ended_at is not null and forgotten_at is null
    limit 1000`.execute(handle)
  await redactEmails(
    handle,
    rows.map(({ id }) => id),
  )
}

/** Cancels the emails about a subject that have not been sent yet. */
export async function cancelEmailsAbout(
  handle: Transaction,
  { organisationId, kind, id }: { organisationId: string; kind: string; id: string },
): Promise<void> {
  await sql`
    update messages set state = 'cancelled', ended_at = now()
    where organisation_id = ${organisationId}::uuid and about_kind = ${kind} and about_id = ${id}
      and state = 'queued'`.execute(handle)
}

/** Shortens the waits of queued emails to the longest intended one, in minutes. */
export async function clampEmailWaits(handle: Transaction, longest: number): Promise<void> {
  const ahead = sql`now() + make_interval(mins => ${longest}::int)`
  await sql`update messages set due_at = ${ahead}
    where state = 'queued' and due_at > ${ahead}`.execute(handle)
}
