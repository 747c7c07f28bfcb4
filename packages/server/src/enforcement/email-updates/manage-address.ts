import { randomUUID } from 'node:crypto'
import type { EmailUpdatesAction, EmailUpdatesView, SellerLanguage } from '@touchstone/contract'
import { networkOf, throttleAttempt, type UserDependencies } from '../../access/users/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { cancelEmailsAbout } from '../../messaging/email/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  findLink,
  linkEndOf,
  newLinkToken,
  recipientContext,
  recordAppealEvent,
  siteNameOf,
  tokenHashOf,
  type AppealLinkRow,
} from '../appeal-links/index.ts'
import { confirmationEmail } from './email-texts.ts'
import {
  countRequest,
  deleteEmailUpdates,
  findEmailUpdates,
  findEmailUpdatesByToken,
  markConfirmed,
  replaceEmailUpdates,
} from './repository.ts'
import {
  addressHashOf,
  confirmationMilliseconds,
  maxRequestsADay,
  openContact,
  sealContact,
  type SellerMail,
} from './types.ts'

/** A seller at their page, and what emails need. */
export type AddressInput = {
  handle: Transaction
  link: AppealLinkRow
  now: Date
  mail: SellerMail | undefined
}

export async function readEmailUpdates({
  handle,
  link,
  mail,
}: AddressInput): Promise<EmailUpdatesView> {
  if (mail === undefined) return { state: 'unavailable', email: null }
  const row = await findEmailUpdates(handle, link.id)
  if (row === undefined) return { state: 'off', email: null }
  const { email } = openContact(mail.sealer, link, row.sealed)
  return { state: row.confirmedAt === null ? 'unconfirmed' : 'on', email }
}

/**
 * Stores an address and asks it for a confirmation. To an address with enough such emails none is sent, and the
 * response is the same: it must not tell what others requested.
 */
export async function requestEmailUpdates(
  options: AddressInput,
  { email, locale }: { email: string; locale: SellerLanguage },
): Promise<EmailUpdatesView> {
  const { handle, link, now, mail } = options
  const { organisationId, id } = link
  if (mail === undefined) {
    throw new AppError({
      code: 'email-not-configured',
      message: 'this installation sends no email to sellers: open this page again later instead',
    })
  }
  const { sealer, publicUrl } = mail
  const addressHash = addressHashOf(sealer, email)
  const count = await countRequest(handle, { linkId: id, organisationId, addressHash, now })
  if (count.ofLink > maxRequestsADay.ofLink) {
    throw new AppError({
      code: 'email-updates-rate-exceeded',
      message: `at most ${maxRequestsADay.ofLink} emails to confirm an address are sent a day: try again tomorrow`,
      retryable: true,
      retryAfter: 86_400,
    })
  }
  await cancelEmailsAbout(handle, { organisationId, kind: 'appeal-link', id })
  const { token, hash } = newLinkToken()
  const sealed = sealContact(sealer, link, { email, token })
  await replaceEmailUpdates(handle, {
    linkId: id,
    organisationId,
    sealed,
    tokenHash: hash,
    locale,
    requestedAt: now,
  })
  if (count.toAddress <= maxRequestsADay.toAddress) {
    const marketplace = await siteNameOf(handle, link)
    await queueEmail(handle, {
      organisationId,
      key: `email updates ${randomUUID()}`,
      by: 'email',
      to: email,
      ...confirmationEmail(locale, { marketplace, publicUrl, link: id, token }),
      about: { kind: 'appeal-link', id },
    })
  }
  await record(options, 'email-updates-requested')
  return readEmailUpdates(options)
}

export async function removeEmailUpdates(options: AddressInput): Promise<EmailUpdatesView> {
  await remove(options)
  return readEmailUpdates(options)
}

/** Also emails that have not left yet, in which the address is. */
async function remove(options: Omit<AddressInput, 'mail'>): Promise<void> {
  const { handle, link } = options
  const { organisationId, id } = link
  await cancelEmailsAbout(handle, { organisationId, kind: 'appeal-link', id })
  if (await deleteEmailUpdates(handle, id)) await record(options, 'email-updates-removed')
}

/**
 * Confirms or removes an address for someone with the token of an email to it, in any browser. Guesses are throttled
 * as for the links themselves; an unknown token, a late one and one of an ended link get the same error.
 */
export async function actOnEmailUpdates(
  dependencies: UserDependencies,
  { action: { type, token }, address }: { action: EmailUpdatesAction; address: string },
): Promise<void> {
  const { store, settings } = dependencies
  const now = new Date(settings.clock())
  const marks = [{ kind: 'link-address', name: networkOf(address) } as const]
  await throttleAttempt(dependencies, [marks], async () => {
    const tokenHash = tokenHashOf(token)
    if (tokenHash === undefined) throw noAddress()
    const row = await store.transact(
      { as: 'visitor', emailUpdatesToken: tokenHash.toString('hex') },
      (handle) => findEmailUpdatesByToken(handle, tokenHash),
    )
    if (row === undefined) throw noAddress()
    const { organisationId, linkId: id } = row
    await store.transact(recipientContext({ organisationId, id }), async (handle) => {
      const link = await findLink(handle, { organisationId, id })
      if (link === undefined || linkEndOf(link, now) !== undefined) throw noAddress()
      if (type === 'remove') return remove({ handle, link, now })
      if (row.confirmedAt !== null) return
      if (now.getTime() - row.requestedAt.getTime() >= confirmationMilliseconds) throw noAddress()
      if (!(await markConfirmed(handle, { linkId: id, tokenHash, now }))) throw noAddress()
      await record({ handle, link }, 'email-updates-confirmed')
    })
  })
}

function noAddress(): AppError {
  return new AppError({
    code: 'not-found',
    message:
      'this link no longer works: the address may have been removed, or the time to confirm it is over',
  })
}

/** Without the address: the log outlives it. */
function record(
  { handle, link }: Pick<AddressInput, 'handle' | 'link'>,
  action: 'email-updates-requested' | 'email-updates-confirmed' | 'email-updates-removed',
): Promise<void> {
  const { organisationId, id } = link
  return recordAppealEvent({
    handle,
    organisationId,
    action,
    subject: { kind: 'appeal-link', id },
  })
}
