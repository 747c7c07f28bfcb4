import type { NoticeFollowUp } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { applyNotifierAction } from '../moderation/index.ts'
import {
  addNoticeEvent,
  conflict,
  recipientsOf,
  recordAudit,
  requireSender,
  requireVisibleNotice,
  type NoticeView,
} from '../notices/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { requireVersion } from '../../platform/errors/index.ts'
import { reportToSender } from './deliver-notice.ts'
import { inOrganisation } from './exchange-context.ts'
import { loadSentNotice } from './notifier-view.ts'

type NotifierActionInput = {
  id: string
  /** The version that the sender read. */
  expectedVersion?: number | undefined
  /** The marketplace, if the notice went to several. */
  organisation: string | undefined
  action: NoticeFollowUp
  now: Date
}

/**
 * Answers, complains or refers at a marketplace of the installation, in the sender organisation's name. The
 * marketplace learns which organisation acted, but not which person: that is in the sender's own record, written in
 * the same transaction.
 */
export async function performNotifierAction(options: {
  handle: Transaction
  actor: Actor
  input: NotifierActionInput
}): Promise<NoticeView> {
  const { handle, input } = options
  const { action, now } = input
  requireSender(options.actor)
  // Locked before the marketplace's side, as in everything that concerns both sides.
  const notice = await requireVisibleNotice(options, { lock: true })
  requireVersion('the notice', notice, input.expectedVersion)
  if (notice.state !== 'sent')
    throw conflict('notice-not-sent', `the notice is ${notice.state}; no action is possible`)
  const { received, receivedBy, target } = await recipientOf(handle, notice.id, input.organisation)
  await inOrganisation(handle, receivedBy, (lent) =>
    applyNotifierAction({
      handle: lent,
      organisationId: receivedBy,
      noticeId: received,
      action,
      now,
    }),
  )
  const from = { organisationId: notice.organisationId, noticeId: notice.id }
  await reportToSender({ handle, organisationId: receivedBy, noticeId: received, from, now })
  await addNoticeEvent(handle, notice, 'pursued', { to: target, ...action }, now)
  await recordAudit(handle, notice, 'notice-pursued')
  return loadSentNotice(handle, notice.id)
}

async function recipientOf(
  handle: Transaction,
  id: string,
  organisation: string | undefined,
): Promise<{ received: string; receivedBy: string; target: string }> {
  const all = await recipientsOf(handle, id)
  const found = all.flatMap(({ received, receivedBy, target }) =>
    received !== null && receivedBy !== null && (organisation ?? target) === target
      ? [{ received, receivedBy, target }]
      : [],
  )
  const [one, another] = found
  if (one === undefined)
    throw conflict(
      'notice-not-received',
      'no marketplace of this installation has received the notice',
    )
  if (another === undefined) return one
  const slugs = found.map(({ target }) => target).join(', ')
  throw conflict(
    'recipient-ambiguous',
    `the notice was sent to ${slugs}: say in /organisation which one you mean`,
  )
}
