import { randomUUID } from 'node:crypto'
import type {
  NoticeContentView,
  NoticeOutcome,
  NoticeState,
  NoticeWait,
  WithdrawalCause,
} from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type {
  NoticeItemRow,
  NoticeRow,
  NoticeEventRow,
  RecipientRow,
  NoticeListing,
  NoticeEvent,
} from './types.ts'
import { caseFacts, caseListings } from '../../investigation/cases/queries.ts'
import { currentListings, mentionsBrandOf } from '../../listings/ingest/queries.ts'

const columns = sql`id, organisation_id as "organisationId", case_id as "caseId",
  (select c.title from ${caseFacts} c where c.id = case_id) as "caseTitle", regime, ground,
  state, version, content, sent, events, proposed_by as "proposedBy", drafted_at as "draftedAt",
  sent_at as "sentAt", acknowledged_at as "acknowledgedAt", decided_at as "decidedAt", outcome,
  withdrawn_at as "withdrawnAt", withdrawn_cause as "withdrawnCause", remind_at as "remindAt", reminders`

export async function insertNotice(
  handle: Transaction,
  options: { organisationId: string; caseId: string; content: NoticeContentView },
): Promise<string> {
  const id = randomUUID()
  const { regime, ground } = options.content
  await sql`
    insert into notices (id, organisation_id, case_id, regime, ground, content)
    values (${id}::uuid, ${options.organisationId}::uuid, ${options.caseId}::uuid, ${regime}, ${ground},
      ${JSON.stringify(options.content)}::json)`.execute(handle)
  return id
}

export async function findNotice(
  handle: Transaction,
  id: string,
  lock = false,
): Promise<NoticeRow | undefined> {
  const { rows } = await sql<NoticeRow>`
    select ${columns} from notices where id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows[0]
}

export type NoticeQuery = {
  organisationId: string
  limit: number
  after?: { at: Date; id: string }
  caseId?: string
  state?: NoticeState
  ground?: NoticeContentView['ground']
  outcome?: NoticeOutcome
  /** Marketplace of one of its listings. */
  marketplace?: string
  waits?: NoticeWait
  /** The brands of a limited membership, which hide cases about others. */
  only?: readonly string[]
}

/** Counts over the listings of a notice. */
type NoticeCounts = { items: number; gone: number; marketplaces: string[]; firstListings: string[] }

export async function pageOfNotices(
  handle: Transaction,
  { organisationId, limit, after, caseId, state, only, ...asked }: NoticeQuery,
): Promise<(NoticeRow & NoticeCounts)[]> {
  const conditions: RawBuilder<unknown>[] = [sql`organisation_id = ${organisationId}::uuid`]
  if (after) conditions.push(sql`(drafted_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  if (caseId !== undefined) {
    // Also one that was written in another case about a listing of this one.
    conditions.push(sql`id in (
      select id from notices where case_id = ${caseId}::uuid
      union
      select i.notice_id from ${caseListings} o join notice_items i on i.listing_id = o.listing_id
      where o.case_id = ${caseId}::uuid)`)
  }
  if (state !== undefined) conditions.push(sql`state = ${state}`)
  if (asked.ground !== undefined) conditions.push(sql`ground = ${asked.ground}`)
  if (asked.outcome !== undefined) conditions.push(sql`outcome = ${asked.outcome}`)
  if (asked.waits !== undefined) {
    const recordedAt = asked.waits === 'receipt' ? sql`acknowledged_at` : sql`decided_at`
    conditions.push(sql`state = 'sent' and ${recordedAt} is null`)
  }
  if (asked.marketplace !== undefined) {
    conditions.push(sql`exists (select from notice_items i
      where i.notice_id = n.id and i.marketplace = ${asked.marketplace})`)
  }
  if (only !== undefined) {
    conditions.push(sql`exists (select from ${caseFacts} c
      where c.id = n.case_id and c.brands && ${[...only]}::text[])`)
  }
  const { rows } = await sql<NoticeRow & NoticeCounts>`
    select ${columns}, counted.*
    from notices n cross join lateral (
      select count(*)::int4 as items, (count(*) filter (where i.look = 'gone'))::int4 as gone,
        coalesce(array_agg(distinct i.marketplace), '{}') as marketplaces,
        coalesce((array_agg(i.listing_id order by i.place))[1:3], '{}') as "firstListings"
      from notice_items i where i.notice_id = n.id
    ) counted
    where ${sql.join(conditions, sql` and `)}
    order by drafted_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

/** The parts of a notice that change over time. */
export type NoticeChange = Partial<{
  state: NoticeState
  content: NoticeContentView
  sent: NoticeRow['sent']
  proposedBy: string | null
  sentAt: Date
  acknowledgedAt: Date
  decidedAt: Date
  outcome: NoticeOutcome
  withdrawnAt: Date
  withdrawnCause: WithdrawalCause
  remindAt: Date | null
  reminders: number
}>

export async function updateNotice(
  handle: Transaction,
  id: string,
  change: NoticeChange,
): Promise<void> {
  const set: RawBuilder<unknown>[] = []
  const { content, sent } = change
  if (content !== undefined) {
    set.push(sql`content = ${JSON.stringify(content)}::json`)
    set.push(sql`regime = ${content.regime}`, sql`ground = ${content.ground}`)
    set.push(sql`version = version + 1`)
  }
  if (sent !== undefined) set.push(sql`sent = ${JSON.stringify(sent)}::json`)
  if (change.state !== undefined) set.push(sql`state = ${change.state}`)
  if (change.proposedBy !== undefined) set.push(sql`proposed_by = ${change.proposedBy}`)
  if (change.sentAt) set.push(sql`sent_at = ${change.sentAt}`)
  if (change.acknowledgedAt) set.push(sql`acknowledged_at = ${change.acknowledgedAt}`)
  if (change.decidedAt) set.push(sql`decided_at = ${change.decidedAt}`)
  if (change.outcome) set.push(sql`outcome = ${change.outcome}`)
  if (change.withdrawnAt) set.push(sql`withdrawn_at = ${change.withdrawnAt}`)
  if (change.withdrawnCause) set.push(sql`withdrawn_cause = ${change.withdrawnCause}`)
  if (change.remindAt !== undefined) set.push(sql`remind_at = ${change.remindAt}::timestamptz`)
  if (change.reminders !== undefined) set.push(sql`reminders = ${change.reminders}::int4`)
  if (set.length === 0) return
  await sql`update notices set ${sql.join(set)} where id = ${id}::uuid`.execute(handle)
}

/** Adds an event at the next position; the notice must be locked, or new. */
export async function addEvent(
  handle: Transaction,
  { id, organisationId }: Pick<NoticeRow, 'id' | 'organisationId'>,
  { kind, data, by }: NoticeEvent,
  at: Date,
): Promise<void> {
  const { rows } = await sql<{ events: number }>`
    update notices set events = events + 1 where id = ${id}::uuid returning events`.execute(handle)
  await sql`
    insert into notice_events
      (notice_id, position, organisation_id, kind, data, at, actor_kind, actor_id)
    values (${id}::uuid, ${rows[0]?.events ?? 0}::int4, ${organisationId}::uuid, ${kind},
      ${JSON.stringify(data)}::json, ${at}::timestamptz,
      coalesce(${by?.kind ?? null}, current_actor_kind()),
      coalesce(${by?.id ?? null}, current_actor_id()))`.execute(handle)
}

/** Whether the last event is the same actor's edit of the draft, since then. */
export async function wasLastEditedSince(
  handle: Transaction,
  id: string,
  since: Date,
): Promise<boolean> {
  const { rows } = await sql<{ same: boolean }>`
    select kind = 'changed' and at >= ${since}::timestamptz
      and actor_kind = current_actor_kind() and actor_id = current_actor_id() as same
    from notice_events where notice_id = ${id}::uuid order by position desc limit 1`.execute(handle)
  return rows[0]?.same === true
}

export async function eventsOf(handle: Transaction, id: string): Promise<NoticeEventRow[]> {
  const { rows } = await sql<NoticeEventRow>`
    select position, kind, data, at, json_build_object('kind', actor_kind, 'id', actor_id) as by
    from notice_events where notice_id = ${id}::uuid order by position`.execute(handle)
  return rows
}

/** The reason of a withdrawal, from the notice's record. */
export async function readWithdrawalReason(handle: Transaction, id: string): Promise<string> {
  const withdrawn = (await eventsOf(handle, id)).findLast(({ kind }) => kind === 'withdrawn')
  const reason = withdrawn?.data['reason']
  return typeof reason === 'string' ? reason : ''
}

/** A withdrawn notice with recipients not yet informed, and no hold; for the operator. */
export async function findHeldWithdrawal(
  handle: Transaction,
  { except, now }: { except: readonly string[]; now: Date },
): Promise<{ id: string; organisationId: string } | undefined> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    select notice_id as id, organisation_id as "organisationId" from notice_recipients
    where withdrawal = 'waiting' and notice_id <> all (${[...except]}::uuid[])
      and not is_notice_on_confidentiality_hold(organisation_id, notice_id, ${now}::timestamptz)
    limit 1`.execute(handle)
  return rows[0]
}

type OfNotice = Pick<NoticeRow, 'id' | 'organisationId'>

/** Replaces the items and recipients of a draft. */
export async function replaceItemsAndRecipients(
  handle: Transaction,
  { id, organisationId }: OfNotice,
  { claim, recipients }: NoticeContentView,
  listings: readonly NoticeListing[],
): Promise<void> {
  await sql`delete from notice_items where notice_id = ${id}::uuid`.execute(handle)
  await sql`delete from notice_recipients where notice_id = ${id}::uuid`.execute(handle)
  const rows = listings.map(({ listing, marketplace, externalId, url }, place) => ({
    place,
    listing,
    marketplace,
    externalId,
    url,
  }))
  await sql`
    insert into notice_items
      (notice_id, place, organisation_id, listing_id, claim_id, marketplace, external_id, url)
    select ${id}::uuid, place, ${organisationId}::uuid, listing, ${claim}::uuid, marketplace,
      "externalId", url
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r (place int4, listing uuid, marketplace text, "externalId" text, url text)`.execute(
    handle,
  )
  const deliveryRows = recipients.map((one, place) => ({
    place,
    by: one.by,
    target: one.by === 'email' ? one.to : one.by === 'inside' ? one.organisation : '',
  }))
  await sql`
    insert into notice_recipients (notice_id, place, organisation_id, by, target)
    select ${id}::uuid, place, ${organisationId}::uuid, by, target
    from json_to_recordset(${JSON.stringify(deliveryRows)}::json)
      as r (place int4, by text, target text)`.execute(handle)
}

export async function itemsOf(handle: Transaction, id: string): Promise<NoticeItemRow[]> {
  const { rows } = await sql<NoticeItemRow>`
    select notice_id as "noticeId", place, listing_id as listing, claim_id as "claimId",
      marketplace, external_id as "externalId", url, look, look_sentence as sentence,
      checked_at as "checkedAt", gone_at as "goneAt"
    from notice_items where notice_id = ${id}::uuid order by place`.execute(handle)
  return rows
}

/** The titles of the listings that the reader may see, by their place in the notice. */
export async function titlesOf(handle: Transaction, id: string): Promise<Map<number, string>> {
  const { rows } = await sql<{ place: number; title: string | null }>`
    select i.place, l.content ->> 'title' as title
    from notice_items i join ${currentListings} l on l.id = i.listing_id
    where i.notice_id = ${id}::uuid`.execute(handle)
  return new Map(rows.flatMap(({ place, title }) => (title === null ? [] : [[place, title]])))
}

const recipientColumns = sql`notice_id as "noticeId", place, by, target, state, refused,
  message_id as message, received_id as received, received_by as "receivedBy", handed_over_at as "handedOverAt", withdrawal,
  withdrawal_message_id as "withdrawalMessage", withdrawn_at as "withdrawnAt", response`

export async function recipientsOf(handle: Transaction, id: string): Promise<RecipientRow[]> {
  const { rows } = await sql<RecipientRow>`
    select ${recipientColumns} from notice_recipients
    where notice_id = ${id}::uuid order by place`.execute(handle)
  return rows
}

type OneRecipient = Pick<RecipientRow, 'noticeId' | 'place'>
export async function updateRecipient(
  handle: Transaction,
  { noticeId, place }: OneRecipient,
  change: Partial<Omit<RecipientRow, 'noticeId' | 'place' | 'by' | 'target'>>,
): Promise<void> {
  const set: RawBuilder<unknown>[] = []
  if (change.state) set.push(sql`state = ${change.state}`)
  if (change.refused) set.push(sql`refused = ${change.refused}`)
  if (change.message) set.push(sql`message_id = ${change.message}::uuid`)
  if (change.received) set.push(sql`received_id = ${change.received}::uuid`)
  if (change.receivedBy) set.push(sql`received_by = ${change.receivedBy}::uuid`)
  if (change.handedOverAt) set.push(sql`handed_over_at = ${change.handedOverAt}`)
  if (change.withdrawal) set.push(sql`withdrawal = ${change.withdrawal}`)
  if (change.withdrawalMessage)
    set.push(sql`withdrawal_message_id = ${change.withdrawalMessage}::uuid`)
  if (change.withdrawnAt) set.push(sql`withdrawn_at = ${change.withdrawnAt}`)
  if (change.response !== undefined)
    set.push(sql`response = ${JSON.stringify(change.response)}::json`)
  if (set.length === 0) return
  await sql`
    update notice_recipients set ${sql.join(set)}
    where notice_id = ${noticeId}::uuid and place = ${place}::int4`.execute(handle)
}

/** Records the result of a takedown check; true if the state changed. */
export async function recordTakedownCheck(
  handle: Transaction,
  { noticeId, place, look: before }: Pick<NoticeItemRow, 'noticeId' | 'place' | 'look'>,
  found: Pick<NoticeItemRow, 'look' | 'sentence'>,
  { at, again }: { at: Date; again: Date | null },
): Promise<boolean> {
  const goneAt = found.look === 'gone' ? sql`coalesce(gone_at, ${at}::timestamptz)` : sql`gone_at`
  const live =
    found.look === 'live'
      ? sql`case when gone_at is null then ${at}::timestamptz else live_at end`
      : sql`live_at`
  await sql`
    update notice_items set look = ${found.look}, look_sentence = ${found.sentence},
      checked_at = ${at}::timestamptz, live_at = ${live}, gone_at = ${goneAt},
      look_due_at = ${again}::timestamptz
    where notice_id = ${noticeId}::uuid and place = ${place}::int4`.execute(handle)
  return before !== found.look
}

export async function setTakedownChecksDue(
  handle: Transaction,
  id: string,
  at: Date | null,
): Promise<void> {
  await sql`
    update notice_items set look_due_at = ${at}::timestamptz
    where notice_id = ${id}::uuid`.execute(handle)
}

/** A sent notice on the same listing and right, for each listing that has one. */
export async function earlierNotices(
  handle: Transaction,
  options: {
    organisationId: string
    /** Left out; undefined before a notice is drafted. */
    noticeId: string | undefined
    claimId: string
    listings: readonly string[]
  },
): Promise<Map<string, string>> {
  const { rows } = await sql<{ listing: string; notice: string }>`
    select distinct on (i.listing_id) i.listing_id as listing, i.notice_id as notice
    from notice_items i join notices n on n.id = i.notice_id
    where i.listing_id = any (${[...options.listings]}::uuid[])
      and i.organisation_id = ${options.organisationId}::uuid and i.claim_id = ${options.claimId}::uuid
      and i.notice_id is distinct from ${options.noticeId ?? null}::uuid
      and n.state in ('proposed', 'sent')
    order by i.listing_id, n.sent_at desc, n.id desc`.execute(handle)
  return new Map(rows.map(({ listing, notice }) => [listing, notice]))
}

type WrongNoticeRow = { listing: string; id: string; at: Date; reason: 'withdrawn' | 'overturned' }

/** The last notice on each listing that was withdrawn as mistaken or overturned, whatever its right. */
export async function wrongNotices(
  handle: Transaction,
  options: { organisationId: string; noticeId: string; listings: readonly string[] },
): Promise<Map<string, WrongNoticeRow>> {
  const { rows } = await sql<WrongNoticeRow>`
    select distinct on (i.listing_id) i.listing_id as listing, n.id,
      coalesce(n.withdrawn_at, n.decided_at, n.sent_at) as at,
      case when n.state = 'withdrawn' then 'withdrawn' else 'overturned' end as reason
    from notice_items i join notices n on n.id = i.notice_id
    where i.listing_id = any (${[...options.listings]}::uuid[])
      and i.organisation_id = ${options.organisationId}::uuid
      and i.notice_id <> ${options.noticeId}::uuid and n.sent_at is not null
      and (n.state = 'withdrawn' and n.withdrawn_cause = 'mistaken' or n.outcome = 'overturned')
    order by i.listing_id, 3 desc, n.id desc`.execute(handle)
  return new Map(rows.map((row) => [row.listing, row]))
}

/** Listings of a case as a notice names them, in the requested order. */
export async function listNoticeListings(
  handle: Transaction,
  options: { caseId: string; listings: readonly string[]; only?: readonly string[] },
): Promise<(NoticeListing | undefined)[]> {
  const { rows } = await sql<NoticeListing>`
    select l.id as listing, l.marketplace, l.external_id as "externalId",
      l.content ->> 'url' as url, l.content ->> 'title' as title,
      l.content -> 'seller' ->> 'id' as seller
    from ${caseListings} o
    join ${currentListings} l on l.id = o.listing_id
    where o.case_id = ${options.caseId}::uuid and o.listing_id = any (${[...options.listings]}::uuid[])
      and ${options.only ? mentionsBrandOf(sql`l.id`, options.only) : sql`true`}`.execute(handle)
  const found = new Map(rows.map((row) => [row.listing, row]))
  return options.listings.map((id) => found.get(id))
}
