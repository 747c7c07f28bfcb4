import type { WithdrawalCause } from '@touchstone/contract'
import { cancelEmail, queueEmail } from '../../messaging/email/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { requireVersion } from '../../platform/errors/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import { isOnHold } from '../confidentiality-holds/index.ts'
import {
  addNoticeEvent,
  loadNoticeView,
  recordAudit,
  requireSender,
  requireVisibleNotice,
  type NoticeView,
  type ServiceInput,
} from './manage-notices.ts'
import { recipientsOf, setTakedownChecksDue, updateNotice, updateRecipient } from './repository.ts'
import { publishNoticeEvent, replyToOf, type NoticeVersion } from './send-notice.ts'
import { emailKey, type NoticeRow, type RecipientRow } from './types.ts'

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
