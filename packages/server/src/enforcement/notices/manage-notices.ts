import type {
  NoticeCheckView,
  NoticeContentView,
  NoticeDetailView,
  NoticePreviewView,
  NoticeRecordView,
  NoticeSummaryView,
} from '@touchstone/contract'
import { regimeNames } from '@touchstone/jurisdiction'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { requireVisibleCase } from '../../investigation/cases/index.ts'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode, requireVersion } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { runNoticeChecks, type NoticeCheckContext } from './check-notice.ts'
import { toSentNotice, loadNoticeParts } from './notice-content.ts'
import type { NoticeDocumentInput } from './notice-document.ts'
import { notAllowed, requireReader } from './settings.ts'
import type { NoticeItemRow, NoticeRow, RecipientRow, NoticeListing } from './types.ts'
import { maySendNotices } from './policy.ts'
import {
  addEvent,
  eventsOf,
  findNotice,
  insertNotice,
  wasLastEditedSince,
  itemsOf,
  titlesOf,
  listNoticeListings,
  pageOfNotices,
  replaceItemsAndRecipients,
  recipientsOf,
  updateNotice,
  type NoticeQuery,
} from './repository.ts'
import { toHtml } from './notice-template.ts'

export type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
export type UserActor = Extract<Actor, { kind: 'person' }>
type One = { id: string }

export type NoticeView = Outgoing<NoticeDetailView>

export async function listNotices(
  options: ServiceInput<Omit<NoticeQuery, 'organisationId' | 'only'>>,
): Promise<Outgoing<NoticeSummaryView>[]> {
  const { organisationId } = requireReader(options.actor)
  const only = brandsOf(options.actor)
  const found = await pageOfNotices(options.handle, {
    organisationId,
    ...options.input,
    ...(only && { only }),
  })
  return found.map((row) => summaryOf(row, row))
}

/** Drafts a notice about listings of a case. */
export async function draftNotice(
  options: ServiceInput<{ caseId: string; content: NoticeContentView }>,
): Promise<NoticeView> {
  const { handle, actor, input } = options
  const { organisationId } = requireSender(actor)
  await requireVisibleCase({ handle, actor, id: input.caseId }, { pointer: '/case' })
  const { caseId, content } = input
  const listings = await listingsFor(options, caseId, content)
  const id = await insertNotice(handle, { organisationId, caseId, content })
  const notice = await loaded(handle, id)
  await replaceItemsAndRecipients(handle, notice, content, listings)
  await addNoticeEvent(handle, notice, 'drafted', {}, new Date())
  await recordAudit(handle, notice, 'notice-drafted')
  return loadNoticeView(handle, id)
}

const writingMilliseconds = 600_000

/** Replaces a draft, if unchanged since the version that the change is based on. */
export async function changeNotice(
  options: ServiceInput<One & { expectedVersion: number; content: NoticeContentView }>,
): Promise<NoticeView> {
  const { handle, input } = options
  requireSender(options.actor)
  const notice = await requireVisibleNotice(options, { lock: true })
  if (notice.state !== 'draft') {
    throw conflict('notice-not-draft', `the notice is ${notice.state}; only a draft can be changed`)
  }
  const { content, expectedVersion } = input
  requireVersion('the draft', notice, expectedVersion)
  const listings = await listingsFor(options, notice.caseId, content)
  await updateNotice(handle, notice.id, { content })
  await replaceItemsAndRecipients(handle, notice, content, listings)
  const now = new Date()
  // Pages save drafts while being edited: recording each time would bury other events.
  if (
    !(await wasLastEditedSince(handle, notice.id, new Date(now.getTime() - writingMilliseconds)))
  ) {
    await addNoticeEvent(handle, notice, 'changed', {}, now)
    await recordAudit(handle, notice, 'notice-changed')
  }
  return loadNoticeView(handle, notice.id)
}

/** The listings that a notice names and the actor sees. */
export async function listingsOfNotice(options: ServiceInput<One>): Promise<string[]> {
  const { handle } = options
  requireReader(options.actor)
  const { content, caseId } = await requireVisibleNotice(options)
  const listings = content.items.map(({ listing }) => listing)
  const only = brandsOf(options.actor)
  const found = await listNoticeListings(handle, { caseId, listings, ...(only && { only }) })
  return found.flatMap((one) => one?.listing ?? [])
}

export async function readNotice(options: ServiceInput<One>): Promise<NoticeView> {
  requireReader(options.actor)
  const { id } = await requireVisibleNotice(options)
  return loadNoticeView(options.handle, id)
}

export async function checkNotice(
  options: ServiceInput<One & NoticeCheckContext>,
): Promise<NoticeCheckView> {
  requireReader(options.actor)
  const { handle, input } = options
  const parts = await loadNoticeParts(handle, await requireVisibleNotice(options))
  return runNoticeChecks(handle, parts, { ...input, actor: options.actor })
}

/** A notice as it would be sent; a sent one as it was sent. */
export async function previewNotice(
  options: ServiceInput<One & { now: Date }>,
): Promise<NoticePreviewView> {
  const { subject, text, notice } = (await readNoticeDocument(options)).sent
  return { subject, text, html: toHtml(text), notice }
}

/** Like `previewNotice`, with the additional data of its document. */
export async function readNoticeDocument(
  options: ServiceInput<One & { now: Date }>,
): Promise<NoticeDocumentInput> {
  requireReader(options.actor)
  const notice = await requireVisibleNotice(options)
  const { now } = options.input
  const sentNotice = notice.sent ?? toSentNotice(await loadNoticeParts(options.handle, notice), now)
  return { sent: sentNotice, at: notice.sentAt ?? now, isDraft: notice.sent === null }
}

export async function listNoticeRecords(
  options: ServiceInput<One>,
): Promise<Outgoing<NoticeRecordView>[]> {
  requireReader(options.actor)
  return eventsOf(options.handle, (await requireVisibleNotice(options)).id)
}

/** A notice as a file. The download is recorded, since it may be submitted through a portal afterwards. */
export async function exportNotice(
  options: ServiceInput<One & { form: 'json' | 'text'; now: Date }>,
): Promise<{ name: string; text: string }> {
  const { handle, input } = options
  requireSender(options.actor)
  const notice = await requireVisibleNotice(options, { lock: true })
  const sentNotice = notice.sent ?? toSentNotice(await loadNoticeParts(handle, notice), input.now)
  await addNoticeEvent(handle, notice, 'exported', { form: input.form }, input.now)
  await recordAudit(handle, notice, 'notice-exported')
  const name = `notice-${notice.id.slice(0, 8)}`
  if (input.form === 'text')
    return { name: `${name}.txt`, text: `${sentNotice.subject}\n\n${sentNotice.text}` }
  return { name: `${name}.json`, text: toExportedJson(notice, sentNotice) }
}

/** A notice for programs. */
export function toExportedJson(
  { id, regime, state, sentAt }: Pick<NoticeRow, 'id' | 'regime' | 'state' | 'sentAt'>,
  { notice, evidence, subject, text }: NonNullable<NoticeRow['sent']>,
): string {
  const file = {
    type: 'touchstone-notice/1',
    id,
    regime,
    state,
    sentAt: sentAt?.toISOString() ?? null,
    notice,
    evidence,
    subject,
    text,
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** The notice, if visible to the caller; one of a hidden case counts as nonexistent. */
export async function requireVisibleNotice(
  { handle, actor, input: { id } }: ServiceInput<One>,
  { lock = false }: { lock?: boolean } = {},
): Promise<NoticeRow> {
  const notice = await findNotice(handle, id, lock)
  const missing = new AppError({
    code: 'not-found',
    message: `there is no notice ${id}`,
    pointer: '/id',
  })
  if (notice === undefined) throw missing
  await requireVisibleCase({ handle, actor, id: notice.caseId }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') throw missing
    throw error
  })
  return notice
}

async function listingsFor(
  { handle, actor }: ServiceInput<unknown>,
  caseId: string,
  content: NoticeContentView,
): Promise<NoticeListing[]> {
  if (!regimeNames.written.some((one) => one === content.regime)) {
    const message = `there is no regime ${content.regime}; available are ${regimeNames.written.join(', ')}`
    throw new AppError({ code: 'regime-unknown', message, pointer: '/regime' })
  }
  const listings = content.items.map(({ listing }) => listing)
  if (new Set(listings).size < listings.length) {
    const message = 'the notice names a listing twice'
    throw new AppError({ code: 'listing-named-twice', message, pointer: '/items' })
  }
  const only = brandsOf(actor)
  const found = await listNoticeListings(handle, { caseId, listings, ...(only && { only }) })
  return found.map((listing, place) => {
    if (listing !== undefined) return listing
    const message = `the case has no listing ${listings[place]}`
    throw new AppError({ code: 'not-found', message, pointer: `/items/${place}/listing` })
  })
}

export async function addNoticeEvent(
  handle: Transaction,
  row: Pick<NoticeRow, 'id' | 'organisationId'>,
  kind: Parameters<typeof addEvent>[2]['kind'],
  data: Record<string, unknown>,
  at: Date,
): Promise<void> {
  await addEvent(handle, row, { kind, data }, at)
}

export async function recordAudit(
  handle: Transaction,
  { id, organisationId }: Pick<NoticeRow, 'id' | 'organisationId'>,
  action: AuditAction,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'notice', id } })
}

async function loaded(handle: Transaction, id: string): Promise<NoticeRow> {
  const notice = await findNotice(handle, id)
  if (notice === undefined) throw new Error(`notice ${id} is missing`)
  return notice
}

export async function loadNoticeView(handle: Transaction, id: string): Promise<NoticeView> {
  const notice = await loaded(handle, id)
  const items = await itemsOf(handle, id)
  const titles = await titlesOf(handle, id)
  const recipients = await recipientsOf(handle, id)
  const goneCount = items.filter(({ look }) => look === 'gone').length
  const marketplaces = [...new Set(items.map(({ marketplace }) => marketplace))].sort()
  return {
    ...summaryOf(notice, {
      items: items.length,
      firstListings: items.slice(0, 3).map(({ listing }) => listing),
      gone: goneCount,
      marketplaces,
    }),
    version: notice.version,
    content: notice.content,
    listings: items.map((item) => shownItem(item, titles.get(item.place) ?? null)),
    recipients: recipients.map(shownRecipient),
  }
}

function summaryOf(
  notice: NoticeRow,
  counted: Pick<NoticeSummaryView, 'items' | 'gone' | 'marketplaces' | 'firstListings'>,
): Outgoing<NoticeSummaryView> {
  const { id, caseId, caseTitle, regime, ground, state, outcome } = notice
  const { draftedAt, sentAt, acknowledgedAt, decidedAt, withdrawnAt, withdrawnCause, remindAt } =
    notice
  const { items, gone, marketplaces, firstListings } = counted
  return {
    id,
    case: caseId,
    caseTitle,
    regime,
    ground,
    state,
    marketplaces,
    items,
    firstListings,
    gone,
    outcome,
    draftedAt,
    sentAt,
    acknowledgedAt,
    decidedAt,
    withdrawnAt,
    withdrawnCause,
    remindAt,
  }
}

function shownItem(item: NoticeItemRow, title: string | null): NoticeView['listings'][number] {
  const { listing, marketplace, externalId, url, look, sentence, checkedAt, goneAt } = item
  return { listing, marketplace, externalId, title, url, look, sentence, checkedAt, goneAt }
}

function shownRecipient(recipient: RecipientRow): NoticeView['recipients'][number] {
  const { by, target, state, refused, message, received, handedOverAt } = recipient
  const { withdrawalMessage } = recipient
  // Only a person can withdraw what was downloaded and submitted elsewhere.
  const byHand = by === 'file' && recipient.withdrawal === 'told'
  return {
    by,
    state,
    refused,
    message,
    received,
    handedOverAt,
    withdrawal: byHand ? 'by-hand' : recipient.withdrawal,
    withdrawnAt: byHand ? null : recipient.withdrawnAt,
    // The reader of an email is recorded in its log entry.
    to: by === 'email' ? target.slice(target.lastIndexOf('@') + 1) : target,
    withdrawalMessage,
    // Only the exchange knows its state at a marketplace of the installation.
    response: null,
  }
}

export function requireSender(actor: Actor): UserActor {
  if (maySendNotices(actor)) return actor
  throw notAllowed('only admins and analysts can draft and send notices')
}

export function conflict(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message })
}
