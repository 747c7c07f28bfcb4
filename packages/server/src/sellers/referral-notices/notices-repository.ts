import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type NoticeCause =
  | 'acquittal'
  | 'genuine'
  | 'withdrawal'
  | 'answer-upheld'
  | 'erasure'
  | 'contest'
  | 'contest-upheld'

export type NoticeRow = { at: Date; text: string; items: string[] }

/** Tells both sides what became known after a referral was sent; once per cause. */
export async function insertNotice(
  handle: Transaction,
  notice: {
    row: { id: string; organisationId: string; recipientId: string | null }
    cause: NoticeCause
    causeId: string
    words: string
    refs: readonly string[]
  },
): Promise<boolean> {
  const { row, cause, causeId, words, refs } = notice
  const { rows } = await sql`
    insert into referral_notices (referral_id, organisation_id, recipient_id, cause, cause_id,
      words, refs)
    values (${row.id}::uuid, ${row.organisationId}::uuid, ${row.recipientId}::uuid, ${cause},
      ${causeId}::uuid, ${words}, ${[...refs]}::text[])
    on conflict (referral_id, cause, cause_id) do nothing returning id`.execute(handle)
  return rows.length > 0
}

/** The newest notices. The sender reads a contest itself, with the seller’s text. */
export async function noticesOf(
  handle: Transaction,
  referralId: string,
  side: 'sender' | 'recipient',
): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select at, words as text, refs as items from referral_notices
    where referral_id = ${referralId}::uuid
      ${side === 'sender' ? sql`and cause <> 'contest'` : sql``}
    order by at desc, id limit 200`.execute(handle)
  return rows
}
