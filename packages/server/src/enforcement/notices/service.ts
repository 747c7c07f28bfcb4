import type {
  NoticeCheck,
  NoticeContent,
  NoticeInFull,
  NoticePreview,
  NoticeRecord,
  NoticeSummary,
} from '@touchstone/contract'
import { regimeNames } from '@touchstone/jurisdiction'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { requireVisibleCase } from '../../investigation/cases/index.ts'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
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

export type NoticeView = Outgoing<NoticeInFull>

export async function listNotices(
  options: ServiceInput<Omit<NoticeQuery, 'organisationId' | 'only'>>,
): Promise<Outgoing<NoticeSummary>[]> {
  const { organisationId } = requireReader(options.actor)
  const only = brandsOf(options.actor)
  const found = await pageOfNotices(options.handle, {
    organisationId,
    ...options.input,
    ...(only && { only }),
  })
  return found.map((kept) => summaryOf(kept, kept))
}

/** Drafts a notice about listings of a case. */
export async function draftNotice(
  options: ServiceInput<{ caseId: string; content: NoticeContent }>,
): Promise<NoticeView> {
  const { handle, actor, input } = options
  const { organisationId } = requireSender(actor)
  await requireVisibleCase({ handle, actor, id: input.caseId }, { pointer: '/case' })
  const { caseId, content } = input
  const listings = await listingsFor(options, caseId, content)
  const id = await insertNotice(handle, { organisationId, caseId, content })
  const kept = await loaded(handle, id)
  await replaceItemsAndRecipients(handle, kept, content, listings)
  await addNoticeEvent(handle, kept, 'drafted', {}, new Date())
  await recordAudit(handle, kept, 'notice-drafted')
  return loadNoticeView(handle, id)
}

const writingMilliseconds = 600_000

/** Writes a draft anew as a whole, where it still is what the change was made from. */
export async function changeNotice(
  options: ServiceInput<One & { version: number; content: NoticeContent }>,
): Promise<NoticeView> {
  const { handle, input } = options
  requireSender(options.actor)
  const kept = await requireVisibleNotice(options, { lock: true })
  if (kept.state !== 'draft') {
    throw conflict('notice-not-draft', `the notice is ${kept.state}; only a draft can be changed`)
  }
  const { content, version } = input
  assertCurrentVersion(kept, version)
  const listings = await listingsFor(options, kept.caseId, content)
  await updateNotice(handle, kept.id, { content })
  await replaceItemsAndRecipients(handle, kept, content, listings)
  const now = new Date()
  // Pages keep a draft while somebody writes: each time would bury what else happened.
  if (!(await wasLastEditedSince(handle, kept.id, new Date(now.getTime() - writingMilliseconds)))) {
    await addNoticeEvent(handle, kept, 'changed', {}, now)
    await recordAudit(handle, kept, 'notice-changed')
  }
  return loadNoticeView(handle, kept.id)
}

/** What somebody else has changed since nobody writes over, or sends, unread. */
function assertCurrentVersion(kept: { version: number }, version: number): void {
  if (version === kept.version) return
  const message = `the draft is now version ${kept.version}, but you read version ${version}: read it again and continue from there`
  throw new AppError({ code: 'version-mismatch', message, pointer: '/version' })
}

export async function readNotice(options: ServiceInput<One>): Promise<NoticeView> {
  requireReader(options.actor)
  const { id } = await requireVisibleNotice(options)
  return loadNoticeView(options.handle, id)
}

export async function checkNotice(
  options: ServiceInput<One & NoticeCheckContext>,
): Promise<NoticeCheck> {
  requireReader(options.actor)
  const { handle, input } = options
  const whole = await loadNoticeParts(handle, await requireVisibleNotice(options))
  return runNoticeChecks(handle, whole, input)
}

/** A notice as it would go out; of one that was sent, as it went out. */
export async function previewNotice(
  options: ServiceInput<One & { now: Date }>,
): Promise<NoticePreview> {
  const { subject, text, notice } = (await readNoticeDocument(options)).sent
  return { subject, text, html: toHtml(text), notice }
}

/** As `previewNotice`, with what its document says beside that. */
export async function readNoticeDocument(
  options: ServiceInput<One & { now: Date }>,
): Promise<NoticeDocumentInput> {
  requireReader(options.actor)
  const kept = await requireVisibleNotice(options)
  const { now } = options.input
  const sent = kept.sent ?? toSentNotice(await loadNoticeParts(options.handle, kept), now)
  return { sent, at: kept.sentAt ?? now, isDraft: kept.sent === null }
}

export async function listNoticeRecords(
  options: ServiceInput<One>,
): Promise<Outgoing<NoticeRecord>[]> {
  requireReader(options.actor)
  return eventsOf(options.handle, (await requireVisibleNotice(options)).id)
}

/** A notice as a file. That it was taken stands in its record: it may be sent by a portal afterwards. */
export async function exportNotice(
  options: ServiceInput<One & { form: 'json' | 'text'; now: Date }>,
): Promise<{ name: string; text: string }> {
  const { handle, input } = options
  requireSender(options.actor)
  const kept = await requireVisibleNotice(options, { lock: true })
  const sent = kept.sent ?? toSentNotice(await loadNoticeParts(handle, kept), input.now)
  await addNoticeEvent(handle, kept, 'exported', { form: input.form }, input.now)
  await recordAudit(handle, kept, 'notice-exported')
  const name = `notice-${kept.id.slice(0, 8)}`
  if (input.form === 'text') return { name: `${name}.txt`, text: `${sent.subject}\n\n${sent.text}` }
  return { name: `${name}.json`, text: toExportedJson(kept, sent) }
}

/** A notice as a program reads it. */
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

/** The notice, where the caller may see it: one of a case out of his sight is none. */
export async function requireVisibleNotice(
  { handle, actor, input: { id } }: ServiceInput<One>,
  { lock = false }: { lock?: boolean } = {},
): Promise<NoticeRow> {
  const kept = await findNotice(handle, id, lock)
  const missing = new AppError({
    code: 'not-found',
    message: `there is no notice ${id}`,
    pointer: '/id',
  })
  if (kept === undefined) throw missing
  await requireVisibleCase({ handle, actor, id: kept.caseId }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') throw missing
    throw error
  })
  return kept
}

async function listingsFor(
  { handle, actor }: ServiceInput<unknown>,
  caseId: string,
  content: NoticeContent,
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
  kept: Pick<NoticeRow, 'id' | 'organisationId'>,
  kind: Parameters<typeof addEvent>[2]['kind'],
  data: Record<string, unknown>,
  at: Date,
): Promise<void> {
  await addEvent(handle, kept, { kind, data }, at)
}

export async function recordAudit(
  handle: Transaction,
  { id, organisationId }: Pick<NoticeRow, 'id' | 'organisationId'>,
  action: AuditAction,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'notice', id } })
}

async function loaded(handle: Transaction, id: string): Promise<NoticeRow> {
  const kept = await findNotice(handle, id)
  if (kept === undefined) throw new Error(`notice ${id} is missing`)
  return kept
}

export async function loadNoticeView(handle: Transaction, id: string): Promise<NoticeView> {
  const kept = await loaded(handle, id)
  const items = await itemsOf(handle, id)
  const recipients = await recipientsOf(handle, id)
  const gone = items.filter(({ look }) => look === 'gone').length
  const marketplaces = [...new Set(items.map(({ marketplace }) => marketplace))].sort()
  return {
    ...summaryOf(kept, {
      items: items.length,
      firstListings: items.slice(0, 3).map(({ listing }) => listing),
      gone,
      marketplaces,
    }),
    version: kept.version,
    content: kept.content,
    listings: items.map(shownItem),
    recipients: recipients.map(shownRecipient),
  }
}

function summaryOf(
  kept: NoticeRow,
  counted: Pick<NoticeSummary, 'items' | 'gone' | 'marketplaces' | 'firstListings'>,
): Outgoing<NoticeSummary> {
  const { id, caseId, caseTitle, regime, ground, state, outcome } = kept
  const { draftedAt, sentAt, acknowledgedAt, decidedAt, withdrawnAt, withdrawnCause, remindAt } =
    kept
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

function shownItem(item: NoticeItemRow): NoticeView['listings'][number] {
  const { listing, marketplace, externalId, url, look, sentence, checkedAt, goneAt } = item
  return { listing, marketplace, externalId, url, look, sentence, checkedAt, goneAt }
}

function shownRecipient(kept: RecipientRow): NoticeView['recipients'][number] {
  const { by, target, state, refused, message, received, handedOverAt } = kept
  const { withdrawalMessage } = kept
  // What was saved here and handed in elsewhere nobody but a person takes back.
  const byHand = by === 'file' && kept.withdrawal === 'told'
  return {
    by,
    state,
    refused,
    message,
    received,
    handedOverAt,
    withdrawal: byHand ? 'by-hand' : kept.withdrawal,
    withdrawnAt: byHand ? null : kept.withdrawnAt,
    // Who reads the mail stands in the message, whose reading stands in the log.
    to: by === 'email' ? target.slice(target.lastIndexOf('@') + 1) : target,
    withdrawalMessage,
    // Only the exchange knows how it is at a marketplace of the installation.
    answered: null,
  }
}

export function requireSender(actor: Actor): UserActor {
  if (maySendNotices(actor)) return actor
  throw notAllowed('only admins and analysts can draft and send notices')
}

export function conflict(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message })
}
