import type { Notice } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import {
  misuseRecords,
  receivedItems,
  receivedNotices,
} from '../../enforcement/moderation/queries.ts'
import { decidedOutcome, workflowStates } from '../../enforcement/proceedings/queries.ts'
import { emailTexts } from '../../messaging/email/queries.ts'

export type NoticeSenderRef = { organisationId: string; notice: string }

/** The stored data about a notifier without an account. */
export type SenderData = {
  receivedAt: Date
  notice: Notice
  forgottenAt: Date | null
  /** When erasure of name and address was requested; null if it was not. */
  erasureAskedAt: Date | null
  messages: { id: string; sentAt: Date | null; subject: string; text: string }[]
  decisions: { position: number; outcome: string | null; state: string }[]
  misuse: { role: string; state: string; openedAt: Date }[]
}

/** Undefined if there is no such notice, or if it came from an organisation in the alliance, which has an account. */
export async function findSenderData(
  handle: Transaction,
  { organisationId, notice }: NoticeSenderRef,
): Promise<SenderData | undefined> {
  const id = sql`${notice}::uuid`
  const org = sql`${organisationId}::uuid`
  const { rows } = await sql<Omit<SenderData, 'messages' | 'decisions' | 'misuse'>>`
    select n.received_at as "receivedAt", n.notice, n.forgotten_at as "forgottenAt",
      (select min(r.requested_at) from privacy_requests r
        where r.organisation_id = n.organisation_id and r.kind = 'erasure'
          and r.subject_kind = 'notice' and r.subject_id = n.id::text) as "erasureAskedAt"
    from ${receivedNotices} n
    where n.id = ${id} and n.organisation_id = ${org} and n.from_organisation is null`.execute(
    handle,
  )
  const [sender] = rows
  if (sender === undefined) return undefined
  // Messages that wait or failed have informed nobody.
  const messages = await sql<SenderData['messages'][number]>`
    select id, ended_at as "sentAt", subject, body as text from ${emailTexts} m
    where organisation_id = ${org} and about_kind = 'notice' and about_id = ${notice}
      and state = 'sent'
    order by ended_at, id`.execute(handle)
  const decisions = await sql<SenderData['decisions'][number]>`
    select i.position, m.state,
      ${decidedOutcome(sql`i.proceeding_id`, sql`i.instance`)} as outcome
    from ${receivedItems} i
    join ${workflowStates} m on m.proceeding_id = i.proceeding_id and m.instance = i.instance
    where i.notice_id = ${id} and i.organisation_id = ${org} order by i.position`.execute(handle)
  // Found only by a hash of the address: for senders without an address or already erased, nothing can be found.
  const misuse = await sql<SenderData['misuse'][number]>`
    select r.role, m.state, r.opened_at as "openedAt"
    from ${receivedNotices} n
    join ${misuseRecords} r on r.organisation_id = n.organisation_id and r.subject = 'address:'
      || encode(sha256(convert_to(lower(n.notice ->> 'email'), 'UTF8')), 'hex')
    join ${workflowStates} m on m.proceeding_id = r.proceeding_id
      and (m.instance = r.instance or m.part = 'misuse')
    where n.id = ${id} and n.organisation_id = ${org} order by r.opened_at, r.id, m.since`.execute(
    handle,
  )
  return { ...sender, messages: messages.rows, decisions: decisions.rows, misuse: misuse.rows }
}
