import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { appealLinks, openProofRequests } from '../../enforcement/appeals/queries.ts'
import {
  receivedItems,
  receivedNotices,
  redactNotifiers,
} from '../../enforcement/moderation/queries.ts'
import { noticeListings } from '../../enforcement/notices/queries.ts'
import {
  proceedingListings,
  runningDeadlines,
  workflowStates,
} from '../../enforcement/proceedings/queries.ts'
import { emailTexts } from '../../messaging/email/queries.ts'
import { tipListings, tipTexts } from '../../watches/tips/queries.ts'

export type DueCursor = { at: Date; id: string }

/** Something whose days are over, with the listings and sellers that it is about. */
export type DueCorrespondence = DueCursor & { listings: string[]; sellers: Buffer[] }

export type DueQuery = {
  organisationId: string
  before: Date
  after: DueCursor | undefined
  limit: number
}

/**
 * Notices received before a date, or whose sender requested erasure, without a running proceeding and with everything
 * decided, oldest first.
 */
export async function noticesDue(
  handle: Transaction,
  options: DueQuery,
): Promise<DueCorrespondence[]> {
  const { organisationId, before, after, limit } = options
  const beyond = after
    ? sql`and (n.received_at, n.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<DueCorrespondence>`
    select n.id, n.received_at as at, array[]::bytea[] as sellers,
      array(select i.listing_id from ${receivedItems} i
        where i.notice_id = n.id and i.listing_id is not null) as listings
    from ${receivedNotices} n
    where n.organisation_id = ${organisationId}::uuid and n.forgotten_at is null
      and (n.received_at < ${before}::timestamptz or ${isErasureRequested(sql`n.id::text`)}) ${beyond}
      and not exists (
        select from ${receivedItems} i
        where i.notice_id = n.id and (
          exists (select from ${runningDeadlines} c where c.proceeding_id = i.proceeding_id)
          or exists (select from ${workflowStates} m
            where m.proceeding_id = i.proceeding_id and m.instance = i.instance
              and m.state in ('received', 'on-hold', 'triaged', 'in-review', 'information-requested'))
        )
      )
    order by n.received_at, n.id limit ${limit} for update of n skip locked`.execute(handle)
  return rows
}

/** Whether the sender of a notice requested erasure; in messages to him too. */
function isErasureRequested(notice: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (
    select from privacy_requests q
    where q.kind = 'erasure' and q.subject_kind = 'notice' and q.subject_id = ${notice})`
}

/** Takes senders out of notices, and notes that it was done where they asked for it. */
export async function redactSenders(handle: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    update privacy_requests set done_at = now()
    where kind = 'erasure' and subject_kind = 'notice' and subject_id = any (${[...ids]}::text[])
      and done_at is null`.execute(handle)
  await redactNotifiers(handle, ids)
}

/** Links that ended before, in whose proceeding nothing runs, and that name a seller still. */
export async function linksDue(
  handle: Transaction,
  options: DueQuery,
): Promise<DueCorrespondence[]> {
  const { organisationId, before, after, limit } = options
  const ended = sql`coalesce(l.revoked_at, l.expires_at)`
  const beyond = after
    ? sql`and (${ended}, l.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<DueCorrespondence>`
    select l.id, ${ended} as at, array[l.seller_hash] as sellers,
      array(select p.listing_id from ${proceedingListings} p
        where p.id = l.proceeding_id and p.listing_id is not null) as listings
    from ${appealLinks} l
    where l.organisation_id = ${organisationId}::uuid and l.seller_id is not null
      and ${ended} < ${before}::timestamptz ${beyond}
      and not exists (select from ${runningDeadlines} c where c.proceeding_id = l.proceeding_id)
      and not exists (select from ${openProofRequests} k where k.id = l.proof_request_id)
    order by ${ended}, l.id limit ${limit} for update of l skip locked`.execute(handle)
  return rows
}

/**
 * Messages that ended before a date, went to an erased seller, or went to a sender whose name was erased at his
 * request, oldest first: messages that wait to be sent are not included.
 */
export async function emailsDue(
  handle: Transaction,
  options: DueQuery,
): Promise<DueCorrespondence[]> {
  const { organisationId, before, after, limit } = options
  const beyond = after
    ? sql`and (m.ended_at, m.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<DueCorrespondence>`
    select m.id, m.ended_at as at,
      array(select l.seller_hash from ${appealLinks} l
        where m.about_kind = 'proceeding' and l.proceeding_id::text = m.about_id) as sellers,
      array(
        select p.listing_id from ${proceedingListings} p
        where m.about_kind = 'proceeding' and p.id::text = m.about_id and p.listing_id is not null
        union select i.listing_id from ${noticeListings} i
        where m.about_kind = 'notice' and i.notice_id::text = m.about_id
        union select r.listing_id from ${receivedItems} r
        where m.about_kind = 'notice' and r.notice_id::text = m.about_id
          and r.listing_id is not null
      ) as listings
    from ${emailTexts} m
    where m.organisation_id = ${organisationId}::uuid and m.forgotten_at is null
      and m.ended_at is not null and m.state <> 'uncertain' ${beyond}
      and (m.ended_at < ${before}::timestamptz or (m.about_kind = 'proceeding' and exists (
        select from ${appealLinks} l join erased_sellers e
          on e.organisation_id = l.organisation_id and e.seller_hash = l.seller_hash
        where l.organisation_id = m.organisation_id and l.proceeding_id::text = m.about_id))
        or (m.about_kind = 'notice' and ${isErasureRequested(sql`m.about_id`)} and exists (
          select from ${receivedNotices} n
          where n.organisation_id = m.organisation_id and n.id::text = m.about_id
            and n.forgotten_at is not null)))
    order by m.ended_at, m.id limit ${limit} for update of m skip locked`.execute(handle)
  return rows
}

/** Tips that arrived by email before a date and still name their sender, oldest first. */
export async function emailTipsDue(
  handle: Transaction,
  options: DueQuery,
): Promise<DueCorrespondence[]> {
  const { organisationId, before, after, limit } = options
  const beyond = after
    ? sql`and (t.received_at, t.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<DueCorrespondence>`
    select t.id, t.received_at as at, array[]::bytea[] as sellers,
      array(select l.listing_id from ${tipListings} l where l.tip_id = t.id) as listings
    from ${tipTexts} t
    where t.organisation_id = ${organisationId}::uuid and t.email_hash is not null
      and t.email_forgotten_at is null and t.received_at < ${before}::timestamptz ${beyond}
    order by t.received_at, t.id limit ${limit} for update of t skip locked`.execute(handle)
  return rows
}
