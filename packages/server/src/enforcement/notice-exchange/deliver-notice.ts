import { isOnHold } from '../confidentiality-holds/index.ts'
import { imagesOfPages } from '../../investigation/evidence/index.ts'
import {
  receiveNotice,
  insertReceivedImages,
  withdrawReceivedNotice,
  type ReceivedImage,
} from '../moderation/index.ts'
import {
  counselApprovalsOfNotice,
  findNotice,
  mayReachMarketplace,
  publishNoticeEvent,
  readWithdrawalReason,
  recipientsOf,
  recordDelivery,
  recordReport,
  recordWithdrawal,
  updateRecipient,
  type NoticeRow,
  type RecipientRow,
} from '../notices/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { inOrganisation } from './exchange-context.ts'
import { readNotifierView } from './notifier-view.ts'

type Delivery = {
  handle: Transaction
  id: string
  /** By slug, as read before the notice was checked. */
  marketplaces: ReadonlyMap<string, string>
  now: Date
}

/** Delivers a notice to marketplaces of the installation, in the transaction that sends it. */
export async function deliverNotice({ handle, id, marketplaces, now }: Delivery): Promise<void> {
  const notice = await findNotice(handle, id, true)
  // A notice awaiting approval has not been sent.
  if (notice?.state !== 'sent') return
  for (const recipient of await recipientsOf(handle, id)) {
    if (recipient.by !== 'inside' || recipient.state !== 'waiting') continue
    const to = marketplaces.get(recipient.target)
    if (to === undefined) {
      throw new AppError({ code: 'internal', message: 'a recipient was not checked' })
    }
    await deliverTo(handle, notice, recipient, { to, now })
  }
}

async function deliverTo(
  handle: Transaction,
  notice: NoticeRow,
  recipient: RecipientRow,
  { to, now }: { to: string; now: Date },
): Promise<void> {
  const { sent, organisationId, id: noticeId } = notice
  if (sent === null) throw new AppError({ code: 'internal', message: 'a sent notice has no text' })
  // Checked before it was sent, and again by whoever brings it: a sent notice is evidence of no approval.
  const approved = await inOrganisation(handle, organisationId, (lent) =>
    counselApprovalsOfNotice(lent, notice, now),
  )
  if (!mayReachMarketplace(notice.ground, approved)) {
    throw new AppError({
      code: 'notice-held-back',
      message:
        'The notice is held back: counsel has not approved the regime or the template that it is sent under.',
    })
  }
  const from = { organisationId, noticeId }
  const evidence = sent.evidence.map(({ sha256, items }) => ({ sha256, items: items.length }))
  const { id: received } = await inOrganisation(handle, to, (lent) =>
    receiveNotice({ handle: lent, organisationId: to, from, notice: sent.notice, evidence, now }),
  )
  // Written by the sender, who owns the pictures: nobody else could show them to the marketplace.
  const images = await imagesIn(handle, notice)
  await insertReceivedImages(
    handle,
    { id: received, organisationId: to, from: organisationId },
    images,
  )
  await inOrganisation(handle, organisationId, (lent) =>
    recordDelivery(lent, notice, recipient, { received, receivedBy: to, now }),
  )
  await reportToSender({ handle, organisationId: to, noticeId: received, from, now })
}

/**
 * Screenshots of each item's listing from its sealed capture, for the recipient. Further evidence may show other
 * pages, which are not for the seller.
 */
async function imagesIn(
  handle: Transaction,
  { organisationId, content: { items } }: NoticeRow,
): Promise<ReceivedImage[]> {
  const captures = items.flatMap(({ capture }) => capture ?? [])
  const found = await imagesOfPages(handle, { organisationId, captures })
  return items.flatMap(({ capture = '' }, position) =>
    (found.get(capture) ?? []).map((image) => ({ ...image, position })),
  )
}

/** Withdraws a notice at all remaining recipients; held ones wait for the end of the hold. */
export async function deliverWithdrawal({
  handle,
  id,
  now,
}: Omit<Delivery, 'marketplaces'>): Promise<void> {
  const notice = await findNotice(handle, id, true)
  if (notice?.state !== 'withdrawn') return
  const { organisationId } = notice
  const due = (await recipientsOf(handle, id)).filter(({ withdrawal }) => withdrawal === 'waiting')
  if (due.length === 0) return
  const about = { kind: 'notice', id } as const
  if (await isOnHold(handle, { organisationId, now, about })) return
  const cause = notice.withdrawnCause ?? 'mistaken'
  const reason = await readWithdrawalReason(handle, id)
  for (const recipient of due) {
    const { by, received: noticeId, receivedBy: to } = recipient
    if (by === 'webhook') {
      await publishNoticeEvent(handle, notice, 'notice.withdrawn')
      await updateRecipient(handle, recipient, { withdrawal: 'told', withdrawnAt: now })
    } else if (noticeId !== null && to !== null) {
      await inOrganisation(handle, to, (lent) =>
        withdrawReceivedNotice({ handle: lent, organisationId: to, noticeId, cause, reason, now }),
      )
      await inOrganisation(handle, organisationId, (lent) =>
        recordWithdrawal(lent, notice, recipient, now),
      )
    }
  }
}

/** Copies the marketplace's current records of a notice to the sender's record. */
export async function reportToSender({
  handle,
  organisationId,
  noticeId,
  from,
  now,
}: {
  handle: Transaction
  /** The marketplace. */
  organisationId: string
  /** The notice's id at the marketplace. */
  noticeId: string
  from: { organisationId: string; noticeId: string }
  now: Date
}): Promise<void> {
  // The actor may be limited to brands, but the sender sees every item.
  const report = await inOrganisation(handle, organisationId, (lent) =>
    readNotifierView({ handle: lent, organisationId, noticeId }),
  )
  await inOrganisation(handle, from.organisationId, (lent) =>
    recordReport(lent, { noticeId: from.noticeId, received: noticeId, now }, report),
  )
}
