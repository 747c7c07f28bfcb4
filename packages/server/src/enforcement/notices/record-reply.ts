import type { NoticeOutcome } from '@touchstone/contract'
import {
  conflict,
  addNoticeEvent,
  loadNoticeView,
  requireVisibleNotice,
  recordAudit,
  requireSender,
  type ServiceInput,
  type NoticeView,
} from './manage-notices.ts'
import { updateNotice } from './repository.ts'

type Reply =
  | { what: 'acknowledged'; note?: string | undefined }
  | { what: 'decided'; outcome: NoticeOutcome; note?: string | undefined }

/** Records a marketplace's response received outside this installation. */
export async function recordReply(
  options: ServiceInput<{ id: string; answer: Reply; now: Date }>,
): Promise<NoticeView> {
  const { handle, input } = options
  requireSender(options.actor)
  const notice = await requireVisibleNotice(options, { lock: true })
  if (notice.state !== 'sent')
    throw conflict(
      'notice-not-sent',
      `the notice is ${notice.state}; a response cannot be recorded`,
    )
  const { answer, now } = input
  const { note } = answer
  const data = note === undefined ? {} : { note }
  if (answer.what === 'acknowledged') {
    if (notice.acknowledgedAt === null) {
      await updateNotice(handle, notice.id, { acknowledgedAt: now, remindAt: null })
    }
    await addNoticeEvent(handle, notice, 'acknowledged', data, now)
  } else {
    const { outcome } = answer
    await updateNotice(handle, notice.id, { decidedAt: now, outcome, remindAt: null })
    await addNoticeEvent(handle, notice, 'decided', { ...data, outcome }, now)
  }
  await recordAudit(handle, notice, 'notice-answered')
  return loadNoticeView(handle, notice.id)
}
