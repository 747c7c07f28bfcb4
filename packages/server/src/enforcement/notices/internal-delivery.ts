import { sql } from 'kysely'
import { imagesOfPages } from '../../investigation/evidence/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { publishNoticeEvent } from './send-notice.ts'
import { noMarketplace, type NoticeRow, type RecipientRow } from './types.ts'
import type { NoticePorts, DeliveredImage, InternalNoticeState, ModerationPort } from './ports.ts'
import { addNoticeEvent } from './service.ts'
import { eventsOf, findNotice, recipientsOf, updateNotice, updateRecipient } from './repository.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'

export const operatorContext: Context = {
  as: 'operator',
  actor: { kind: 'operator', id: 'notices' },
}

type Options = {
  store: Store
  ports: NoticePorts
  now: () => Date
  onFault: (error: unknown, what: string) => void
  signal?: AbortSignal
}

/**
 * Hands over what waits to marketplaces inside the alliance, and takes back what was withdrawn: each notice with
 * what comes of it in one transaction, so that it arrives once or not at all. `only` names one notice.
 */
export async function deliverInternalNotices(options: Options, only?: string): Promise<number> {
  const { store, ports, onFault, signal } = options
  const { reception } = ports
  if (reception === undefined) return 0
  const seen = new Set<string>()
  while (signal?.aborted !== true) {
    const next = await store.transact(operatorContext, (handle) => nextWaiting(handle, seen, only))
    if (next === undefined) break
    seen.add(next)
    try {
      await store.transact(operatorContext, (handle) =>
        handOne(handle, next, reception, options.now()),
      )
    } catch (error) {
      onFault(error, `the notice ${next}`)
    }
  }
  return seen.size
}

async function nextWaiting(
  handle: Transaction,
  seen: ReadonlySet<string>,
  only: string | undefined,
): Promise<string | undefined> {
  const one = only === undefined ? sql`` : sql`and notice_id = ${only}::uuid`
  const { rows } = await sql<{ id: string }>`
    select notice_id as id from notice_recipients r
    where by in ('inside', 'webhook') and (state = 'waiting' or withdrawal = 'waiting') ${one}
      and notice_id <> all (${[...seen]}::uuid[])
      and exists (select from notices n
        where n.id = r.notice_id and n.state in ('sent', 'withdrawn'))
      and not is_notice_embargoed(organisation_id, notice_id, now())
    limit 1`.execute(handle)
  return rows[0]?.id
}

async function handOne(
  handle: Transaction,
  id: string,
  reception: ModerationPort,
  now: Date,
): Promise<void> {
  const kept = await findNotice(handle, id, true)
  if (kept?.sent == null) return
  for (const recipient of await recipientsOf(handle, id)) {
    if (recipient.by === 'webhook' && recipient.withdrawal === 'waiting') {
      await publishNoticeEvent(handle, kept, 'notice.withdrawn')
      await updateRecipient(handle, recipient, { withdrawal: 'told', withdrawnAt: now })
    }
    if (recipient.by !== 'inside') continue
    if (recipient.withdrawal === 'waiting') {
      await withdrawInside(handle, kept, recipient, reception, now)
    } else if (recipient.state === 'waiting' && kept.state === 'sent') {
      await receiveInside(handle, kept, recipient, reception, now)
    }
  }
}

async function receiveInside(
  handle: Transaction,
  kept: NoticeRow,
  recipient: RecipientRow,
  { receiveNotice }: ModerationPort,
  now: Date,
): Promise<void> {
  const { sent, organisationId, id: noticeId } = kept
  const to = await marketplaceOf(handle, recipient.target)
  if (sent === null) return
  if (to === undefined || to === organisationId) {
    const refused = noMarketplace(recipient.target)
    await updateRecipient(handle, recipient, { state: 'refused', refused })
    await addNoticeEvent(handle, kept, 'handed-over', { to: recipient.target, refused }, now)
    return
  }
  const from = { organisationId, noticeId }
  const { notice, evidence } = sent
  const packages = evidence.map(({ sha256, items }) => ({ sha256, items: items.length }))
  const pictures = await picturesIn(handle, kept)
  const { id: received } = await receiveNotice({
    handle,
    to,
    from,
    notice,
    evidence: packages,
    pictures,
    now,
  })
  const over = { state: 'handed-over', received, handedOverAt: now } as const
  await updateRecipient(handle, recipient, over)
  await addNoticeEvent(handle, kept, 'handed-over', { to: recipient.target, received }, now)
}

/**
 * What the sealed capture of each item shows of the offer's page, for whoever receives the notice. Further evidence may
 * show pages of others, which are not for the seller's eyes.
 */
async function picturesIn(
  handle: Transaction,
  { organisationId, content: { items } }: NoticeRow,
): Promise<DeliveredImage[]> {
  const captures = items.flatMap(({ capture }) => capture ?? [])
  const found = await imagesOfPages(handle, { organisationId, captures })
  return items.flatMap(({ capture = '' }, position) =>
    (found.get(capture) ?? []).map((picture) => ({ ...picture, position })),
  )
}

async function withdrawInside(
  handle: Transaction,
  kept: NoticeRow,
  recipient: RecipientRow,
  { withdrawReceived }: ModerationPort,
  now: Date,
): Promise<void> {
  const { received, target } = recipient
  if (received === null) return
  const withdrawn = (await eventsOf(handle, kept.id)).findLast(({ kind }) => kind === 'withdrawn')
  const said = withdrawn?.data['reason']
  const reason = typeof said === 'string' ? said : ''
  const cause = kept.withdrawnCause ?? 'mistaken'
  await withdrawReceived({ handle, noticeId: received, cause, reason, now })
  await updateRecipient(handle, recipient, { withdrawal: 'told', withdrawnAt: now })
  await addNoticeEvent(handle, kept, 'withdrawal-told', { to: target, received }, now)
}

/** The marketplaces to which somebody can choose to send; his own house is none of them. */
export async function listInternalMarketplaces(
  { store, ports }: Pick<Options, 'store' | 'ports'>,
  organisationId: string,
): Promise<{ slug: string; name: string }[]> {
  const { reception } = ports
  if (reception === undefined) return []
  const doors = await store.transact(operatorContext, (handle) => reception.openDoors(handle))
  return doors
    .filter((door) => door.organisationId !== organisationId)
    .map(({ slug, name }) => ({ slug, name }))
}

/**
 * Of the marketplaces that a notice names those which are there. Whoever writes it sees no organisation but his own:
 * hence it is looked up before he checks or sends, and told to nobody but him.
 */
export async function findInternalMarketplaces(
  store: Store,
  id: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await store.transact(operatorContext, (handle) =>
    sql<{ slug: string }>`
      select o.slug from notice_recipients r join ${organisationProfiles} o on o.slug = r.target
      where r.notice_id = ${id}::uuid and r.by = 'inside' and o.kind = 'marketplace'
        and o.id <> r.organisation_id`.execute(handle),
  )
  return new Set(rows.map(({ slug }) => slug))
}

async function marketplaceOf(handle: Transaction, slug: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from ${organisationProfiles} o where slug = ${slug} and kind = 'marketplace'`.execute(
    handle,
  )
  return rows[0]?.id
}

/**
 * Asks marketplaces inside how it stands with what they got, those not asked for the longest first. `only` names one
 * notice, of which is asked at once.
 */
export async function refreshInternalStates(
  options: Options,
  { most = 200, only }: { most?: number; only?: string } = {},
): Promise<void> {
  const { store, ports, now, onFault, signal } = options
  const { reception } = ports
  if (reception === undefined) return
  const due = await store.transact(operatorContext, (handle) => toAsk(handle, now(), most, only))
  for (const { notice, place } of due) {
    if (signal?.aborted === true) return
    try {
      await store.transact(operatorContext, (handle) =>
        refreshInternalState(handle, notice, place, reception, now()),
      )
    } catch (error) {
      onFault(error, `how the notice ${notice} stands`)
    }
  }
}

async function toAsk(
  handle: Transaction,
  now: Date,
  most: number,
  only: string | undefined,
): Promise<{ notice: string; place: number }[]> {
  const which =
    only === undefined
      ? sql`(asked_at is null or asked_at < ${now}::timestamptz - interval '5 minutes'
          or asked_at > ${now}::timestamptz + interval '5 minutes')`
      : sql`notice_id = ${only}::uuid`
  const { rows } = await sql<{ notice: string; place: number }>`
    with due as (
      select notice_id, place from notice_recipients
      where by = 'inside' and state = 'handed-over' and withdrawal is null
        and ${which}
      order by asked_at nulls first limit ${most} for update skip locked
    )
    update notice_recipients r set asked_at = ${now}::timestamptz from due
    where r.notice_id = due.notice_id and r.place = due.place
    returning r.notice_id as notice, r.place`.execute(handle)
  return rows
}

/** Asks a marketplace inside how it stands with what it got, and writes down what is new. */
export async function refreshInternalState(
  handle: Transaction,
  id: string,
  place: number,
  { receivedOf }: ModerationPort,
  now: Date,
): Promise<void> {
  const kept = await findNotice(handle, id, true)
  const recipient = (await recipientsOf(handle, id)).find((one) => one.place === place)
  if (kept?.state !== 'sent' || recipient?.received == null) return
  const state = await receivedOf({ handle, noticeId: recipient.received })
  if (JSON.stringify(state) === JSON.stringify(recipient.answered)) return
  await updateRecipient(handle, recipient, { answered: { ...state } })
  await takeAnswer(handle, kept, recipient.target, state, now)
  await takeRedress(handle, kept, recipient, state, now)
}

/** What a marketplace lets know becomes part of the notice's own record, each thing once. */
async function takeAnswer(
  handle: Transaction,
  kept: NoticeRow,
  from: string,
  { acknowledged, receivedAt, items }: InternalNoticeState,
  now: Date,
): Promise<void> {
  if (acknowledged !== null && kept.acknowledgedAt === null) {
    await updateNotice(handle, kept.id, { acknowledgedAt: receivedAt, remindAt: null })
    await addNoticeEvent(handle, kept, 'acknowledged', { from, by: acknowledged }, now)
  }
  const decisions = items.flatMap(({ decision }) => (decision === null ? [] : [decision]))
  if (items.length === 0 || decisions.length < items.length || kept.decidedAt !== null) return
  const outcome = outcomeOf(decisions.map((one) => one.outcome))
  await updateNotice(handle, kept.id, { decidedAt: now, outcome, remindAt: null })
  const said = decisions.map((one) => ({ outcome: one.outcome, summary: one.summary }))
  await addNoticeEvent(handle, kept, 'decided', { from, outcome, items: said }, now)
}

/** What came of the seller's answer and of the sender's own complaint, each thing once. */
async function takeRedress(
  handle: Transaction,
  kept: NoticeRow,
  { target: from, answered }: RecipientRow,
  { items }: InternalNoticeState,
  now: Date,
): Promise<void> {
  const before = (answered as Partial<InternalNoticeState> | null)?.items ?? []
  for (const { position, answers, complaint } of items) {
    const known = before.find((one) => one.position === position)
    const heard = new Set(known?.answers.map(({ decidedAt }) => decidedAt))
    for (const { outcome, summary, decidedAt } of answers) {
      if (heard.has(decidedAt)) continue
      const said = { from, position, outcome, summary }
      await addNoticeEvent(handle, kept, 'seller-answer-decided', said, now)
    }
    const decision = complaint?.decision ?? null
    if (decision !== null && (known?.complaint?.decision ?? null) === null) {
      await addNoticeEvent(handle, kept, 'complaint-decided', { from, position, decision }, now)
    }
  }
}

const outcomes: Readonly<Record<string, NonNullable<NoticeRow['outcome']>>> = {
  RESTRICT: 'restricted',
  NO_ACTION: 'no-action',
  ALREADY_GONE: 'already-gone',
}

/** Of several items: restricted where one is, else what all say. */
function outcomeOf(decided: readonly string[]): NonNullable<NoticeRow['outcome']> {
  if (decided.includes('RESTRICT')) return 'restricted'
  const all = new Set(decided.map((one) => outcomes[one] ?? 'other'))
  const [one = 'other'] = all
  return all.size === 1 ? one : 'other'
}
