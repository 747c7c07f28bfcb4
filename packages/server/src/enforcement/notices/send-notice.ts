import type { WithdrawalCause } from '@touchstone/contract'
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
} from './service.ts'
import { recipientsOf, setTakedownChecksDue, updateNotice, updateRecipient } from './repository.ts'

/** A notice, and the version of it that the actor read. */
type NoticeVersion = { id: string; expectedVersion?: number | undefined }
type Sending = NoticeVersion & NoticeCheckContext

/** Sends a notice that may be sent, or lays it before a second person where the organisation wants two. */
export async function sendNotice(options: ServiceInput<Sending>): Promise<NoticeView> {
  const { handle, actor, input } = options
  const person = requireSender(actor)
  const kept = await requireVisibleNotice(options, { lock: true })
  if (kept.state !== 'draft') {
    throw conflict(
      kept.state === 'proposed' ? 'notice-awaiting-approval' : 'notice-not-draft',
      kept.state === 'proposed'
        ? 'the notice is awaiting approval by a second person'
        : `the notice is ${kept.state}; only a draft can be sent`,
    )
  }
  requireVersion('the notice', kept, input.expectedVersion)
  const whole = await sendable(handle, kept, input)
  const { secondPerson } = await readSettings({ handle, actor })
  if (!secondPerson) return dispatched(options, kept, whole)
  await updateNotice(handle, kept.id, { state: 'proposed', proposedBy: person.id })
  await addNoticeEvent(handle, kept, 'proposed', {}, input.now)
  await recordAudit(handle, kept, 'notice-proposed')
  return loadNoticeView(handle, kept.id)
}

/** Sends what somebody else has prepared; it is checked anew, since what held then may not hold now. */
export async function approveNotice(options: ServiceInput<Sending>): Promise<NoticeView> {
  const kept = await proposed(options)
  const whole = await sendable(options.handle, kept, options.input)
  return dispatched(options, kept, whole)
}

export async function rejectNotice(
  options: ServiceInput<NoticeVersion & { reason: string; now: Date }>,
): Promise<NoticeView> {
  const { handle, input } = options
  const kept = await proposed(options)
  await updateNotice(handle, kept.id, { state: 'draft', proposedBy: null })
  await addNoticeEvent(handle, kept, 'rejected', { reason: input.reason }, input.now)
  await recordAudit(handle, kept, 'notice-rejected')
  return loadNoticeView(handle, kept.id)
}

/** The notice, prepared by someone else, as the actor read it. */
async function proposed(options: ServiceInput<NoticeVersion>): Promise<NoticeRow> {
  requireSender(options.actor)
  const kept = await requireVisibleNotice(options, { lock: true })
  if (kept.state !== 'proposed')
    throw conflict(
      'notice-not-awaiting-approval',
      `the notice is ${kept.state}; it has not been submitted for approval`,
    )
  if (!mayApproveNotice(options.actor, kept.proposedBy ?? '')) {
    throw notAllowed(
      'the person who prepared a notice cannot approve it: another person must send it',
      'second-approver-required',
    )
  }
  // Returned, changed and prepared anew meanwhile, it is not what this person has read.
  requireVersion('the notice', kept, options.input.expectedVersion)
  return kept
}

async function sendable(
  handle: Transaction,
  kept: NoticeRow,
  checking: NoticeCheckContext,
): Promise<NoticeParts> {
  const whole = await loadNoticeParts(handle, kept)
  const { ok, refusals } = await runNoticeChecks(handle, whole, checking)
  if (ok) return whole
  const sentences = refusals.map(({ message, item }) =>
    item === null ? message : `Item ${item + 1}: ${message}`,
  )
  throw conflict('notice-held-back', `The notice is held back. ${sentences.join(' ')}`)
}

/** Everything that sending means, in the transaction of the caller: all of it is kept or none. */
async function dispatched(
  options: ServiceInput<Sending>,
  kept: NoticeRow,
  whole: NoticeParts,
): Promise<NoticeView> {
  const { handle, actor, input } = options
  const { now } = input
  const sent = toSentNotice(whole, now)
  const { remindDays, reminders } = await readSettings({ handle, actor })
  await updateNotice(handle, kept.id, {
    state: 'sent',
    sent,
    sentAt: now,
    remindAt: reminders > 0 ? daysAfter(now, remindDays) : null,
  })
  const recipients = await recipientsOf(handle, kept.id)
  const going = { ...kept, state: 'sent', sentAt: now } as const
  for (const recipient of recipients) await handOver(handle, going, recipient, sent, now)
  const to = recipients.map(({ by, target }) =>
    by === 'email' ? target.split('@')[1] : target || by,
  )
  for (const id of capturesIn(kept)) {
    const reason = `Named in the notice ${kept.id}.`
    const details = `Its digests were sent to ${to.join(', ')}.`
    await recordTransfer({ handle, actor, input: { id, reason, details } })
  }
  await setTakedownChecksDue(handle, kept.id, daysAfter(now, 1))
  await addNoticeEvent(handle, kept, 'sent', { to: recipients.map(({ by }) => by) }, now)
  await recordAudit(handle, kept, 'notice-sent')
  return loadNoticeView(handle, kept.id)
}

function capturesIn({ content }: NoticeRow): string[] {
  const all = content.items.flatMap(({ capture, evidence }) => [
    capture,
    ...evidence.map((one) => one.capture),
  ])
  return [...new Set(all)].filter((id) => id !== undefined)
}

/** By mail, web hook and file at once; inside the alliance the operator hands it over after the commit. */
async function handOver(
  handle: Transaction,
  kept: NoticeRow,
  recipient: RecipientRow,
  sent: SentNotice,
  now: Date,
): Promise<void> {
  const { organisationId, id } = kept
  if (recipient.by === 'inside') return
  const over = { state: 'handed-over', handedOverAt: now } as const
  if (recipient.by === 'email') {
    const json = Buffer.from(toExportedJson(kept, sent))
    const pdf = canRenderPdf(sent) && (await renderNoticePdf({ sent, at: now, isDraft: false }))
    const message = await queueEmail(handle, {
      organisationId,
      key: emailKey('notice', recipient),
      by: 'email',
      to: recipient.target,
      subject: sent.subject,
      text: sent.text,
      ...replyToOf(kept),
      attachments: [
        ...(pdf ? [{ name: 'notice.pdf', type: 'application/pdf', bytes: pdf }] : []),
        { name: 'notice.json', type: 'application/json', bytes: json },
      ],
      about: { kind: 'notice', id },
    })
    await updateRecipient(handle, recipient, { ...over, message: message.id })
    return
  }
  if (recipient.by === 'webhook') await publishNoticeEvent(handle, kept, 'notice.sent')
  await updateRecipient(handle, recipient, over)
}

/** Answers go to the contact that the notice names. */
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
 * Withdraws a notice from everybody who got it, each by the way it went; what waits does not go out. Asked
 * again it changes nothing, and says how far that is.
 */
export async function withdrawNotice(
  options: ServiceInput<NoticeVersion & { cause: WithdrawalCause; reason: string; now: Date }>,
): Promise<NoticeView> {
  const { handle, input } = options
  requireSender(options.actor)
  const kept = await requireVisibleNotice(options, { lock: true })
  if (kept.state === 'withdrawn') return loadNoticeView(handle, kept.id)
  requireVersion('the notice', kept, input.expectedVersion)
  const { now, cause, reason } = input
  const over = { state: 'withdrawn', withdrawnAt: now, withdrawnCause: cause } as const
  await updateNotice(handle, kept.id, { ...over, remindAt: null })
  for (const recipient of await recipientsOf(handle, kept.id)) {
    await recallDelivery(handle, kept, recipient, input)
  }
  await setTakedownChecksDue(handle, kept.id, null)
  await addNoticeEvent(handle, kept, 'withdrawn', { cause, reason }, now)
  await recordAudit(handle, kept, 'notice-withdrawn')
  return loadNoticeView(handle, kept.id)
}

async function recallDelivery(
  handle: Transaction,
  kept: NoticeRow,
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
  // It waits with everything else that would go out about what is held.
  const about = { kind: 'notice', id: kept.id } as const
  const { organisationId: sender } = kept
  if (by === 'webhook' && (await isOnHold(handle, { organisationId: sender, now, about }))) {
    await updateRecipient(handle, recipient, { withdrawal: 'waiting' })
    return
  }
  const told = { withdrawal: 'told', withdrawnAt: now } as const
  if (by === 'email') {
    const { organisationId, id } = kept
    const { t } = textIn('notices', 'en')
    const { subject = t('notices.untitled'), text = '' } = kept.sent ?? {}
    const queued = await queueEmail(handle, {
      organisationId,
      key: emailKey('withdrawal', recipient),
      by: 'email',
      to: recipient.target,
      subject: t('notices.withdrawn', { subject }),
      ...replyToOf(kept),
      text: withdrawalText(kept, reason, text),
      about: { kind: 'notice', id },
    })
    await updateRecipient(handle, recipient, { ...told, withdrawalMessage: queued.id })
    return
  }
  if (by === 'webhook') await publishNoticeEvent(handle, kept, 'notice.withdrawn')
  await updateRecipient(handle, recipient, told)
}

function withdrawalText(kept: NoticeRow, reason: string, before: string): string {
  const sentOn = kept.sentAt?.toISOString().slice(0, 10) ?? ''
  const { t } = textIn('notices', 'en')
  return [
    t('notices.withdrawn.notice', { notice: kept.id, sentOn }),
    t('notices.withdrawn.reason', { reason }),
    t('notices.withdrawn.undo'),
    t('notices.withdrawn.before'),
    before,
  ].join('\n\n')
}
