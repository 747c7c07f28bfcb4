import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

/** Messages with their text and what they are about. */
export const emailTexts = exportedQuery
  .selectFrom('messages')
  .select(['id', 'organisation_id', 'about_kind', 'about_id', 'state', 'subject', 'body'])
  .select(['created_at', 'ended_at', 'forgotten_at'])

/** Redacts messages. What stays is when they were sent, about what, how they ended and the digest of their text. */
export async function redactEmails(handle: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    update messages set forgotten_at = now(),
      body_sha256 = sha256(convert_to(body, 'UTF8')), recipient = 'forgotten@forgotten.invalid',
      reply_to = null, subject = 'Taken away', body = 'Taken away', attachments = '[]', answer = null
    where id = any (${[...ids]}::uuid[])`.execute(handle)
}

/** Brings the waits of queued messages down to the longest that is meant, in minutes. */
export async function clampEmailWaits(handle: Transaction, longest: number): Promise<void> {
  const ahead = sql`now() + make_interval(mins => ${longest}::int)`
  await sql`update messages set due_at = ${ahead}
    where state = 'queued' and due_at > ${ahead}`.execute(handle)
}
