import type { NoticeReceiptView } from '@touchstone/contract'
import { listAppealDecisions } from '../appeals/index.ts'
import { toNotifierView } from '../moderation/index.ts'
import { loadNoticeView, recipientsOf, type NoticeView } from '../notices/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { inOrganisation } from './exchange-context.ts'

export type ReceivedNoticeRef = { handle: Transaction; organisationId: string; noticeId: string }

export type NotifierView = Omit<NoticeReceiptView, 'receivedAt' | 'withdrawnAt'> & {
  receivedAt: Date
  withdrawnAt: Date | null
}

/**
 * The sender's view of a notice: for a seller's appeal the decision and its summary; neither text nor documents leave
 * the marketplace.
 */
export async function readNotifierView(of: ReceivedNoticeRef): Promise<NotifierView> {
  const { items, ...notice } = await toNotifierView(of)
  const itemViews: NotifierView['items'] = []
  for (const { proceedingId, instances, ...item } of items) {
    const decided = await listAppealDecisions(of.handle, proceedingId)
    const answers = decided
      .filter(({ instance }) => instance === null || instances.has(instance))
      .map(({ outcome, summary, decidedAt }) => ({
        outcome,
        summary,
        decidedAt: decidedAt.toISOString(),
      }))
    itemViews.push({ ...item, answers })
  }
  return { ...notice, items: itemViews }
}

/** A notice with its current state at each marketplace of the installation that received it. */
export async function loadSentNotice(handle: Transaction, id: string): Promise<NoticeView> {
  const view = await loadNoticeView(handle, id)
  const rows = await recipientsOf(handle, id)
  const recipients: NoticeView['recipients'][number][] = []
  for (const [place, shown] of view.recipients.entries()) {
    const { received = null, receivedBy = null } = rows[place] ?? {}
    const response =
      received === null || receivedBy === null
        ? null
        : await stateAt(handle, { organisationId: receivedBy, noticeId: received })
    recipients.push({ ...shown, response })
  }
  return { ...view, recipients }
}

/** Null if the marketplace no longer has the notice. */
async function stateAt(
  handle: Transaction,
  of: Omit<ReceivedNoticeRef, 'handle'>,
): Promise<Record<string, unknown> | null> {
  try {
    return await inOrganisation(handle, of.organisationId, (lent) =>
      readNotifierView({ handle: lent, ...of }),
    )
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}
