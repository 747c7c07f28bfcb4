import { decideAppeal, proceedingOfAppeal, type AppealWithDocuments } from '../appeals/index.ts'
import {
  applyItemAction,
  decideItem,
  findNotice as findReceivedNotice,
  itemsOfProceeding,
  requireItem,
  requireActor,
  requireModerator,
  type ActionInput,
  type DecideItemInput,
  type ItemDecision,
  type SellerLink,
} from '../moderation/index.ts'
import { findNotice } from '../notices/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { reportToSender } from './deliver-notice.ts'
import { inOrganisation } from './exchange-context.ts'

/** A notice from an organisation of the installation, by both sides' ids. */
type InternalNotice = { noticeId: string; from: { organisationId: string; noticeId: string } }

/** Performs an action on an item; a sender inside the installation has it in its record at once. */
export async function actOnItem(options: ActionInput): Promise<SellerLink | undefined> {
  const { handle, input, now } = options
  const { organisationId } = requireActor(options.actor, input.action)
  await requireItem(handle, organisationId, input)
  const notices = await internalNotices(handle, organisationId, [input.id])
  await lockSentNotices(handle, notices)
  const link = await applyItemAction(options)
  for (const one of notices) await reportToSender({ handle, organisationId, now, ...one })
  return link
}

/** Decides on an item in one step; a sender inside the installation has it in its record at once. */
export async function decideItemAndReport(options: DecideItemInput): Promise<ItemDecision> {
  const { handle, input, now } = options
  const { organisationId } = requireModerator(options.actor)
  await requireItem(handle, organisationId, input)
  const notices = await internalNotices(handle, organisationId, [input.id])
  await lockSentNotices(handle, notices)
  const decision = await decideItem(options)
  for (const one of notices) await reportToSender({ handle, organisationId, now, ...one })
  return decision
}

/** Brings a notice's present state to its sender's record, if the sender is inside the installation. */
export async function reportNotice({
  handle,
  organisationId,
  noticeId,
  now,
}: {
  handle: Transaction
  organisationId: string
  noticeId: string
  now: Date
}): Promise<void> {
  const notices = await internalNotices(handle, organisationId, [noticeId])
  await lockSentNotices(handle, notices)
  for (const one of notices) await reportToSender({ handle, organisationId, now, ...one })
}

/** Decides on a seller's appeal; senders inside the installation have the decision in their record at once. */
export async function decideAppealAndReport(
  options: Parameters<typeof decideAppeal>[0],
): Promise<AppealWithDocuments> {
  const { handle, input } = options
  const { organisationId, proceedingId } = await proceedingOfAppeal(options)
  const concerned = { handle, organisationId, proceedingId, now: input.now }
  return withReportToSenders(concerned, () => decideAppeal(options))
}

/** Does something in a proceeding, and reports it to the senders inside the installation whose notices are part of it. */
export async function withReportToSenders<T>(
  concerned: {
    handle: Transaction
    organisationId: string
    proceedingId: string | null
    now: Date
  },
  work: () => Promise<T>,
): Promise<T> {
  const { handle, organisationId, proceedingId, now } = concerned
  const items =
    proceedingId === null ? [] : await itemsOfProceeding(handle, organisationId, proceedingId)
  const ids = [...new Set(items.map(({ noticeId }) => noticeId))]
  const notices = await internalNotices(handle, organisationId, ids)
  await lockSentNotices(handle, notices)
  const result = await work()
  for (const one of notices) await reportToSender({ handle, organisationId, now, ...one })
  return result
}

async function internalNotices(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<InternalNotice[]> {
  const found: InternalNotice[] = []
  for (const noticeId of ids) {
    const notice = await findReceivedNotice(handle, organisationId, { id: noticeId })
    const { fromOrganisation, fromNotice } = notice ?? {}
    if (fromOrganisation == null || fromNotice == null) continue
    found.push({ noticeId, from: { organisationId: fromOrganisation, noticeId: fromNotice } })
  }
  return found.sort((a, b) => a.from.noticeId.localeCompare(b.from.noticeId, 'en'))
}

/**
 * Locks the senders' notices before the marketplace's proceedings, in a fixed order, so that two sides never
 * deadlock.
 */
async function lockSentNotices(
  handle: Transaction,
  notices: readonly InternalNotice[],
): Promise<void> {
  for (const { from } of notices) {
    await inOrganisation(handle, from.organisationId, (lent) =>
      findNotice(lent, from.noticeId, true),
    )
  }
}
