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
} from './service.ts'
import { updateNotice } from './repository.ts'

type Reply =
  | { what: 'acknowledged'; note?: string | undefined }
  | { what: 'decided'; outcome: NoticeOutcome; note?: string | undefined }

/** Notes what a marketplace answered by other ways than this installation knows of. */
export async function recordReply(
  options: ServiceInput<{ id: string; answer: Reply; now: Date }>,
): Promise<NoticeView> {
  const { handle, input } = options
  requireSender(options.actor)
  const kept = await requireVisibleNotice(options, { lock: true })
  if (kept.state !== 'sent')
    throw conflict('notice-not-sent', `the notice is ${kept.state}; a response cannot be recorded`)
  const { answer, now } = input
  const { note } = answer
  const data = note === undefined ? {} : { note }
  if (answer.what === 'acknowledged') {
    if (kept.acknowledgedAt === null) {
      await updateNotice(handle, kept.id, { acknowledgedAt: now, remindAt: null })
    }
    await addNoticeEvent(handle, kept, 'acknowledged', data, now)
  } else {
    const { outcome } = answer
    await updateNotice(handle, kept.id, { decidedAt: now, outcome, remindAt: null })
    await addNoticeEvent(handle, kept, 'decided', { ...data, outcome }, now)
  }
  await recordAudit(handle, kept, 'notice-answered')
  return loadNoticeView(handle, kept.id)
}
