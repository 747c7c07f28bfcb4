import { writeStoredSentence } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { recordTransfer } from '../../investigation/evidence/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { requireVersion } from '../../platform/errors/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { runNoticeChecks, type NoticeCheckContext } from './check-notice.ts'
import { toSentNotice, loadNoticeParts, type NoticeParts } from './notice-content.ts'
import { canRenderPdf, renderNoticePdf } from './notice-document.ts'
import { readSettings } from './settings.ts'
import { daysAfter, emailKey, type NoticeRow, type RecipientRow, type SentNotice } from './types.ts'
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
export type NoticeVersion = { id: string; expectedVersion?: number | undefined }
export type NoticeToSend = NoticeVersion & NoticeCheckContext

/** Sends a notice, or submits it for approval if the organisation requires that. */
export async function sendNotice(options: ServiceInput<NoticeToSend>): Promise<NoticeView> {
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
  const parts = await requireSendable(handle, notice, { ...input, actor })
  const { secondPerson } = await readSettings({ handle, actor })
  if (!secondPerson) return dispatchNotice(options, notice, parts)
  await updateNotice(handle, notice.id, { state: 'proposed', proposedBy: person.id })
  await addNoticeEvent(handle, notice, 'proposed', {}, input.now)
  await recordAudit(handle, notice, 'notice-proposed')
  return loadNoticeView(handle, notice.id)
}

/** Findings with a problem code of their own: what to do about them differs. */
const ownCodes = [
  ['law-not-carried', 'law-not-carried'],
  ['goods-fact', 'goods-fact-required'],
] as const

/** The notice's parts, if no check holds it back. */
export async function requireSendable(
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
export async function dispatchNotice(
  options: ServiceInput<NoticeToSend>,
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
