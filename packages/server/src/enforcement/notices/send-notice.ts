import { writeStoredSentence, type WithdrawalCause } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { isOnHold } from '../confidentiality-holds/index.ts'
import { recordTransfer } from '../../investigation/evidence/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { requireVersion } from '../../platform/errors/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import { cancelEmail, queueEmail } from '../../messaging/email/index.ts'
import { runNoticeChecks, type NoticeCheckContext } from './check-notice.ts'
import { toSentNotice, loadNoticeParts, type NoticeParts } from './notice-content.ts'
import { canRenderPdf, renderNoticePdf } from './notice-document.ts'
import { notAllowed, readSettings } from './settings.ts'
import { daysAfter, emailKey, type NoticeRow, type RecipientRow, type SentNotice } from './types.ts'
import { mayApproveNotice } from './policy.ts'
import {
  conflict,
  toExportedJson,
  addNoticeEvent,
  loadNoticeView,
  requireVisibleNotice,
  recordAudit,
  requireSender,
  type ServiceInput,
  type NoticeView,
} from './manage-notices.ts'
import { recipientsOf, setTakedownChecksDue, updateNotice, updateRecipient } from './repository.ts'

/** A notice, and the version that the actor read. */
type NoticeVersion = { id: string; expectedVersion?: number | undefined }
type Sending = NoticeVersion & NoticeCheckContext

/** Sends a notice, or submits it for approval if the organisation requires that. */
export async function sendNotice(options: ServiceInput<Sending>): Promise<NoticeView> {
  const { handle, actor, input } = options
  const person = requireSender(actor)
  const notice = await requireVisibleNotice(options, { lock: true })
  if (notice.state !== 'draft') {
    throw conflict(
      notice.state === 'proposed' ? 'notice-awaiting-approval' : 'notice-not-draft',
      notice.state === 'proposed'
        ? 'the notice is awaiting approval by a second person'
        : `the notice is ${notice.state}; only a draft can be sent`,
    )
  }
  requireVersion('the notice', notice, input.expectedVersion)
  const parts = await sendable(handle, notice, { ...input, actor })
  const { secondPerson } = await readSettings({ handle, actor })
  if (!secondPerson) return dispatched(options, notice, parts)
  await updateNotice(handle, notice.id, { state: 'proposed', proposedBy: person.id })
  await addNoticeEvent(handle, notice, 'proposed', {}, input.now)
  await recordAudit(handle, notice, 'notice-proposed')
  return loadNoticeView(handle, notice.id)
}

/** Sends a notice that someone else prepared, after repeating all checks. */
export async function approveNotice(options: ServiceInput<Sending>): Promise<NoticeView> {
  const notice = await proposed(options)
  const { handle, actor, input } = options
  const parts = await sendable(handle, notice, { ...input, actor })
  return dispatched(options, notice, parts)
}

export async function rejectNotice(
  options: ServiceInput<NoticeVersion & { reason: string; now: Date }>,
): Promise<NoticeView> {
  const { handle, input } = options
  const notice = await proposed(options)
  await updateNotice(handle, notice.id, { state: 'draft', proposedBy: null })
  await addNoticeEvent(handle, notice, 'rejected', { reason: input.reason }, input.now)
  await recordAudit(handle, notice, 'notice-rejected')
  return loadNoticeView(handle, notice.id)
}

/** The notice awaiting approval, at the version that the actor read. */
async function proposed(options: ServiceInput<NoticeVersion>): Promise<NoticeRow> {
  requireSender(options.actor)
  const notice = await requireVisibleNotice(options, { lock: true })
  if (notice.state !== 'proposed')
    throw conflict(
      'notice-not-awaiting-approval',
      `the notice is ${notice.state}; it has not been submitted for approval`,
    )
  if (!mayApproveNotice(options.actor, notice.proposedBy ?? '')) {
    throw notAllowed(
      'the person who prepared a notice cannot approve it: another person must send it',
      'second-approver-required',
    )
  }
  // If it was returned and submitted again meanwhile, this person has not read it.
  requireVersion('the notice', notice, options.input.expectedVersion)
  return notice
}

/** Findings with a problem code of their own: what to do about them differs. */
const ownCodes = [
  ['law-not-carried', 'law-not-carried'],
  ['goods-fact', 'goods-fact-required'],
] as const

async function sendable(
  handle: Transaction,
  notice: NoticeRow,
  checking: NoticeCheckContext & { actor: Actor },
): Promise<NoticeParts> {
  const parts = await loadNoticeParts(handle, notice)
  const { ok, refusals } = await runNoticeChecks(handle, parts, checking)
  if (ok) return parts
  const sentences = refusals.map(({ message, item }) =>
    item === null ? message : `Item ${item + 1}: ${message}`,
  )
  const code = ownCodes.find(([finding]) => refusals.some((one) => one.code === finding))?.[1]
  throw conflict(code ?? 'notice-held-back', `The notice is held back. ${sentences.join(' ')}`)
}

/** Everything that sending involves, in the caller's transaction. */
async function dispatched(
  options: ServiceInput<Sending>,
  notice: NoticeRow,
  parts: NoticeParts,
): Promise<NoticeView> {
  const { handle, actor, input } = options
  const { now } = input
  const sentNotice = toSentNotice(parts, now)
  const { remindDays, reminders } = await readSettings({ handle, actor })
  await updateNotice(handle, notice.id, {
    state: 'sent',
    sent: sentNotice,
    sentAt: now,
    remindAt: reminders > 0 ? daysAfter(now, remindDays) : null,
  })
  const recipients = await recipientsOf(handle, notice.id)
  const going = { ...notice, state: 'sent', sentAt: now } as const
  for (const recipient of recipients) await handOver(handle, going, recipient, sentNotice, now)
  const to = recipients.map(({ by, target }) =>
    by === 'email' ? target.split('@')[1] : target || by,
  )
  for (const id of capturesIn(notice)) {
    const reason = writeStoredSentence('custody.noticed', { notice: notice.id })
    const details = writeStoredSentence('custody.digests-sent', { recipients: to.join(', ') })
    await recordTransfer({ handle, actor, input: { id, reason, details } })
  }
  await setTakedownChecksDue(handle, notice.id, daysAfter(now, 1))
  await addNoticeEvent(handle, notice, 'sent', { to: recipients.map(({ by }) => by) }, now)
  await recordAudit(handle, notice, 'notice-sent')
  return loadNoticeView(handle, notice.id)
}

function capturesIn({ content }: NoticeRow): string[] {
  const all = content.items.flatMap(({ capture, evidence }) => [
    capture,
    ...evidence.map((one) => one.capture),
  ])
  return [...new Set(all)].filter((id) => id !== undefined)
}

/** Email, webhook and file at once; inside the alliance the exchange delivers it. */
async function handOver(
  handle: Transaction,
  notice: NoticeRow,
  recipient: RecipientRow,
  sentNotice: SentNotice,
  now: Date,
): Promise<void> {
  const { organisationId, id } = notice
  if (recipient.by === 'inside') return
  const over = { state: 'handed-over', handedOverAt: now } as const
  if (recipient.by === 'email') {
    const json = Buffer.from(toExportedJson(notice, sentNotice))
    const pdf =
      canRenderPdf(sentNotice) &&
      (await renderNoticePdf({ sent: sentNotice, at: now, isDraft: false }))
    const message = await queueEmail(handle, {
      organisationId,
      key: emailKey('notice', recipient),
      by: 'email',
      to: recipient.target,
      subject: sentNotice.subject,
      text: sentNotice.text,
      ...replyToOf(notice),
      attachments: [
        ...(pdf ? [{ name: 'notice.pdf', type: 'application/pdf', bytes: pdf }] : []),
        { name: 'notice.json', type: 'application/json', bytes: json },
      ],
      about: { kind: 'notice', id },
    })
    await updateRecipient(handle, recipient, { ...over, message: message.id })
    return
  }
  if (recipient.by === 'webhook') await publishNoticeEvent(handle, notice, 'notice.sent')
  await updateRecipient(handle, recipient, over)
}

/** Replies go to the notice's contact. */
export function replyToOf({ content }: Pick<NoticeRow, 'content'>): { replyTo?: string } {
  return content.contact === undefined ? {} : { replyTo: content.contact }
}

export async function publishNoticeEvent(
  handle: Transaction,
  { id, organisationId, caseId }: Pick<NoticeRow, 'id' | 'organisationId' | 'caseId'>,
  type: 'notice.sent' | 'notice.withdrawn' | 'notice.escalated',
): Promise<void> {
  await recordOutbox(handle, organisationId, [{ type, data: { notice: id, case: caseId } }])
}

/**
 * Withdraws a notice from all recipients, by the method it was sent; pending deliveries are recalled. Idempotent:
 * repeated, it returns the progress.
 */
export async function withdrawNotice(
  options: ServiceInput<NoticeVersion & { cause: WithdrawalCause; reason: string; now: Date }>,
): Promise<NoticeView> {
  const { handle, input } = options
  requireSender(options.actor)
  const notice = await requireVisibleNotice(options, { lock: true })
  if (notice.state === 'withdrawn') return loadNoticeView(handle, notice.id)
  requireVersion('the notice', notice, input.expectedVersion)
  const { now, cause, reason } = input
  const over = { state: 'withdrawn', withdrawnAt: now, withdrawnCause: cause } as const
  await updateNotice(handle, notice.id, { ...over, remindAt: null })
  for (const recipient of await recipientsOf(handle, notice.id)) {
    await recallDelivery(handle, notice, recipient, input)
  }
  await setTakedownChecksDue(handle, notice.id, null)
  await addNoticeEvent(handle, notice, 'withdrawn', { cause, reason }, now)
  await recordAudit(handle, notice, 'notice-withdrawn')
  return loadNoticeView(handle, notice.id)
}

async function recallDelivery(
  handle: Transaction,
  notice: NoticeRow,
  recipient: RecipientRow,
  { reason, now }: { reason: string; now: Date },
): Promise<void> {
  const { by, state, message } = recipient
  if (state === 'refused') return
  if (state === 'waiting' || (message !== null && (await cancelEmail(handle, message)))) {
    await updateRecipient(handle, recipient, {
      state: 'recalled',
      withdrawal: 'not-needed',
      withdrawnAt: now,
    })
    return
  }
  if (by === 'inside') {
    await updateRecipient(handle, recipient, { withdrawal: 'waiting' })
    return
  }
  // It waits with everything else about a held subject.
  const about = { kind: 'notice', id: notice.id } as const
  const { organisationId: sender } = notice
  if (by === 'webhook' && (await isOnHold(handle, { organisationId: sender, now, about }))) {
    await updateRecipient(handle, recipient, { withdrawal: 'waiting' })
    return
  }
  const withdrawal = { withdrawal: 'told', withdrawnAt: now } as const
  if (by === 'email') {
    const { organisationId, id } = notice
    const { t } = textIn('notices', 'en')
    const { subject = t('notices.untitled'), text = '' } = notice.sent ?? {}
    const queued = await queueEmail(handle, {
      organisationId,
      key: emailKey('withdrawal', recipient),
      by: 'email',
      to: recipient.target,
      subject: t('notices.withdrawn', { subject }),
      ...replyToOf(notice),
      text: withdrawalText(notice, reason, text),
      about: { kind: 'notice', id },
    })
    await updateRecipient(handle, recipient, { ...withdrawal, withdrawalMessage: queued.id })
    return
  }
  if (by === 'webhook') await publishNoticeEvent(handle, notice, 'notice.withdrawn')
  await updateRecipient(handle, recipient, withdrawal)
}

function withdrawalText(notice: NoticeRow, reason: string, before: string): string {
  const sentOn = notice.sentAt?.toISOString().slice(0, 10) ?? ''
  const { t } = textIn('notices', 'en')
  return [
    t('notices.withdrawn.notice', { notice: notice.id, sentOn }),
    t('notices.withdrawn.reason', { reason }),
    t('notices.withdrawn.undo'),
    t('notices.withdrawn.before'),
    before,
  ].join('\n\n')
}
