import { randomUUID } from 'node:crypto'
import { queueEmail } from '../../messaging/email/index.ts'
import { redactSellerEmails } from '../../messaging/email/queries.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { findLink, linkEndOf, recordAppealEvent, siteNameOf } from '../appeal-links/index.ts'
import type { AppealLinkRow } from '../appeal-links/index.ts'
import { newsEmail } from './email-texts.ts'
import {
  claimCheck,
  deleteEnded,
  findDueChecks,
  markNotified,
  markSeen,
  type DueCheck,
} from './repository.ts'
import {
  betweenEmailsMilliseconds,
  confirmationMilliseconds,
  openContact,
  type SellerMail,
} from './types.ts'

const actor = { kind: 'operator', id: 'email-updates' } as const
const sweeper = { as: 'operator', actor } as const

/** Pages that are compared per query. */
const atOnce = 100

export type NotifyOptions = {
  store: Store
  /** Undefined if no email can be sent: addresses are still deleted in time. */
  mail: SellerMail | undefined
  /** Digest of what the seller's page shows now. */
  digestOf: (visit: { handle: Transaction; link: AppealLinkRow; now: Date }) => Promise<Buffer>
}

/** Writes to sellers whose page changed since they saw it; returns to how many. Deletes ended addresses first. */
export async function notifySellers(
  options: NotifyOptions,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const { store, mail } = options
  await store.transact(sweeper, async (handle) => {
    await deleteEnded(handle, { now, confirmationMilliseconds })
    // The address is kept in the emails only until they have left.
    await redactSellerEmails(handle)
  })
  if (mail === undefined) return 0
  let notified = 0
  while (signal?.aborted !== true) {
    const due = await store.transact(sweeper, (handle) =>
      findDueChecks(handle, { before: now, limit: atOnce }),
    )
    for (const one of due) {
      if (await checkPage({ ...options, mail }, one, now)) notified += 1
    }
    if (due.length < atOnce) break
  }
  return notified
}

async function checkPage(
  { store, mail, digestOf }: NotifyOptions & { mail: SellerMail },
  { linkId, organisationId }: DueCheck,
  now: Date,
): Promise<boolean> {
  return store.transact({ as: 'tenant', organisationId, actor }, async (handle) => {
    const row = await claimCheck(handle, { linkId, before: now, now })
    const link = await findLink(handle, { organisationId, id: linkId })
    if (row === undefined || link === undefined || linkEndOf(link, now) !== undefined) return false
    const { notifiedAt } = row
    if (notifiedAt !== null && now.getTime() - notifiedAt.getTime() < betweenEmailsMilliseconds)
      return false
    const seen = await digestOf({ handle, link, now })
    if (row.seen === null) await markSeen(handle, { linkId, seen })
    if (row.seen === null || row.seen.equals(seen)) return false
    await markNotified(handle, { linkId, seen, now })
    const { email, token } = openContact(mail.sealer, link, row.sealed)
    const { publicUrl } = mail
    const marketplace = await siteNameOf(handle, link)
    await queueEmail(handle, {
      organisationId,
      key: `email updates ${randomUUID()}`,
      by: 'email',
      to: email,
      ...newsEmail(row.locale, { marketplace, publicUrl, link: linkId, token }),
      about: { kind: 'appeal-link', id: linkId },
    })
    await recordAppealEvent({
      handle,
      organisationId,
      action: 'email-updates-sent',
      subject: { kind: 'appeal-link', id: linkId },
    })
    return true
  })
}
