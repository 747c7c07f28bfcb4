import { requireVersion } from '../../platform/errors/index.ts'
import {
  addNoticeEvent,
  conflict,
  loadNoticeView,
  recordAudit,
  requireSender,
  requireVisibleNotice,
  type NoticeView,
  type ServiceInput,
} from './manage-notices.ts'
import { mayApproveNotice } from './policy.ts'
import { updateNotice } from './repository.ts'
import {
  dispatchNotice,
  requireSendable,
  type NoticeToSend,
  type NoticeVersion,
} from './send-notice.ts'
import { notAllowed } from './settings.ts'
import type { NoticeRow } from './types.ts'

/** Sends a notice that someone else prepared, after repeating all checks. */
export async function approveNotice(options: ServiceInput<NoticeToSend>): Promise<NoticeView> {
  const notice = await requireProposed(options)
  const { handle, actor, input } = options
  const parts = await requireSendable(handle, notice, { ...input, actor })
  return dispatchNotice(options, notice, parts)
}

export async function rejectNotice(
  options: ServiceInput<NoticeVersion & { reason: string; now: Date }>,
): Promise<NoticeView> {
  const { handle, input } = options
  const notice = await requireProposed(options)
  await updateNotice(handle, notice.id, { state: 'draft', proposedBy: null })
  await addNoticeEvent(handle, notice, 'rejected', { reason: input.reason }, input.now)
  await recordAudit(handle, notice, 'notice-rejected')
  return loadNoticeView(handle, notice.id)
}

/** The notice awaiting approval, at the version that the actor read. */
async function requireProposed(options: ServiceInput<NoticeVersion>): Promise<NoticeRow> {
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
