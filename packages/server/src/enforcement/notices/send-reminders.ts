import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { replyToOf, publishNoticeEvent } from './send-notice.ts'
import { settingsOf } from './settings-repository.ts'
import {
  daysAfter,
  emailKey,
  defaultNoticeSettings,
  type NoticeRow,
  operatorContext,
} from './types.ts'
import { addNoticeEvent } from './manage-notices.ts'
import { findNotice, recipientsOf, updateNotice } from './repository.ts'
import type { TakedownCheckOptions } from './run-takedown-checks.ts'

/** Sends reminders for notices without confirmed receipt, and escalates them after the last one. */
export async function sendDueReminders(
  { store, now }: Pick<TakedownCheckOptions, 'store' | 'now'>,
  signal?: AbortSignal,
): Promise<number> {
  let reminded = 0
  while (signal?.aborted !== true) {
    const found = await store.transact(operatorContext, (handle) => remindOne(handle, now()))
    if (!found) break
    reminded++
  }
  return reminded
}

async function remindOne(handle: Transaction, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select id from notices where remind_at <= ${now}::timestamptz
      and not is_notice_on_confidentiality_hold(organisation_id, id, ${now}::timestamptz)
    order by remind_at limit 1 for update skip locked`.execute(handle)
  const notice = rows[0] === undefined ? undefined : await findNotice(handle, rows[0].id)
  if (notice === undefined) return false
  const settings = (await settingsOf(handle, notice.organisationId)) ?? defaultNoticeSettings
  if (notice.reminders >= settings.reminders) {
    await updateNotice(handle, notice.id, { remindAt: null })
    await addNoticeEvent(handle, notice, 'escalated', { reminders: notice.reminders }, now)
    await publishNoticeEvent(handle, notice, 'notice.escalated')
    return true
  }
  const reminders = notice.reminders + 1
  const to: string[] = []
  for (const recipient of await recipientsOf(handle, notice.id)) {
    if (recipient.by !== 'email' || recipient.state !== 'handed-over') continue
    to.push(recipient.target.slice(recipient.target.lastIndexOf('@') + 1))
    await queueEmail(handle, {
      organisationId: notice.organisationId,
      by: 'email',
      to: recipient.target,
      ...replyToOf(notice),
      key: emailKey(`reminder-${reminders}`, recipient),
      subject: textIn('notices', 'en').t('notices.reminder', {
        subject: notice.sent?.subject ?? '',
      }),
      text: reminderText(notice),
      about: { kind: 'notice', id: notice.id },
    })
  }
  const remindAt = daysAfter(now, settings.remindDays)
  await updateNotice(handle, notice.id, { reminders, remindAt })
  await addNoticeEvent(handle, notice, 'reminded', { number: reminders, to }, now)
  return true
}

function reminderText(notice: NoticeRow): string {
  const sentOn = notice.sentAt?.toISOString().slice(0, 10) ?? ''
  const { t } = textIn('notices', 'en')
  return [
    t('notices.reminder.notice', { notice: notice.id, sentOn }),
    t('notices.reminder.ask'),
    t('notices.reminder.before'),
    notice.sent?.text ?? '',
  ].join('\n\n')
}
