import { randomBytes, randomUUID } from 'node:crypto'
import type { BuyerContactInput } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { hashSecret } from '../../access/organisations/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { cancelEmailsAbout } from '../../messaging/email/queries.ts'
import { addressHashOf } from '../../listings/ingest/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  countContacts,
  deleteContact,
  findContact,
  findMarketplaceListing,
  findUnconfirmed,
  insertContact,
  markConfirmed,
} from './repository.ts'
import { confirmationEmail, type BuyerMail } from './buyer-emails.ts'
import { confirmationMilliseconds, sealContact } from './types.ts'

const asBuyer: Context = { as: 'operator', actor: { kind: 'operator', id: 'buyer-contacts' } }

/** The context of a buyer, limited to the marketplace where they bought. */
const buyerContext = (organisationId: string): Context => ({
  as: 'tenant',
  organisationId,
  actor: { kind: 'recipient', id: 'buyer' },
})

/** Contacts with one address, and emails a day that ask to confirm it. */
const maxOfAddress = { all: 20, unconfirmed: 3 }

export type LeaveOptions = {
  store: Store
  /** Undefined where the installation has no mail server or no address for links. */
  mail: BuyerMail | undefined
  input: BuyerContactInput
  now: Date
}

/**
 * Stores an address with an order, and asks it for a confirmation. The answer depends neither on what was decided of
 * the listing nor on what others left.
 */
export async function leaveAddress({
  store,
  mail,
  input: { listing, order, boughtOn, email, language },
  now,
}: LeaveOptions): Promise<{ receipt: string; marketplace: string }> {
  if (mail === undefined) {
    throw new AppError({
      code: 'email-not-configured',
      message: 'this installation sends no email to buyers: ask the marketplace itself',
    })
  }
  if (Date.parse(boughtOn) > now.getTime()) {
    throw new AppError({
      code: 'date-in-future',
      message: `/boughtOn ${boughtOn} is in the future: write the day of the order`,
      pointer: '/boughtOn',
    })
  }
  const { organisationId, marketplace, id: listingId } = await requireListing(store, listing)
  const { sealer, publicUrl } = mail
  const addressHash = sealer.authenticate(email.toLowerCase(), 'address of a buyer')
  const [receipt, token] = [newSecret(), newSecret()]
  const id = randomUUID()
  const left = await store.transact(asBuyer, (handle) => countContacts(handle, { addressHash }))
  const isFull = left.all >= maxOfAddress.all || left.unconfirmed >= maxOfAddress.unconfirmed
  if (isFull) return { receipt, marketplace }
  await store.transact(buyerContext(organisationId), async (handle) => {
    const isNew = await insertContact(handle, {
      id,
      organisationId,
      listingId,
      receiptHash: hashSecret(receipt),
      addressHash,
      tokenHash: hashSecret(token),
      sealed: sealContact(sealer, { organisationId, id }, { email, order: order ?? null }),
      locale: language,
      boughtOn,
    })
    if (!isNew) return
    await queueEmail(handle, {
      organisationId,
      key: `buyer ${id} confirmation`,
      by: 'email',
      to: email,
      ...confirmationEmail(language, { marketplace, publicUrl, token }),
      about: { kind: 'buyer-contact', id },
    })
    await recordEvent({
      handle,
      organisationId,
      action: 'buyer-contact-left',
      subject: { kind: 'buyer-contact', id },
    })
  })
  return { receipt, marketplace }
}

const newSecret = (): string => randomBytes(32).toString('base64url')

async function requireListing(
  store: Store,
  listing: string,
): Promise<{ id: string; organisationId: string; marketplace: string }> {
  const address = addressHashOf(listing)
  const found =
    address === null
      ? undefined
      : await store.transact(asBuyer, (handle) => findMarketplaceListing(handle, address))
  if (found !== undefined) return found
  throw new AppError({
    code: 'not-found',
    message: 'no marketplace here has a listing at this address: ask the marketplace itself',
    pointer: '/listing',
  })
}

/** Confirms an address by the token in the email to it, once; an unknown and a late one get the same answer. */
export async function confirmAddress({
  store,
  token,
  now,
}: {
  store: Store
  token: string
  now: Date
}): Promise<void> {
  const since = new Date(now.getTime() - confirmationMilliseconds)
  const contact = await store.transact(asBuyer, (handle) =>
    findUnconfirmed(handle, { tokenHash: hashSecret(token), since }),
  )
  if (contact === undefined) throw lateLink()
  const { id, organisationId } = contact
  await store.transact(buyerContext(organisationId), async (handle) => {
    if (!(await markConfirmed(handle, { id, now }))) throw lateLink()
    await recordEvent({
      handle,
      organisationId,
      action: 'buyer-contact-confirmed',
      subject: { kind: 'buyer-contact', id },
    })
  })
}

function lateLink(): AppError {
  return new AppError({
    code: 'not-found',
    message:
      'this link no longer works: the address was confirmed or erased, or the 24 hours to confirm it are over',
    pointer: '/token',
  })
}

/** Erases an address by its receipt; an unknown one is answered alike. */
export async function eraseAddress({
  store,
  receipt,
}: {
  store: Store
  receipt: string
}): Promise<void> {
  const receiptHash = hashSecret(receipt)
  const contact = await store.transact(asBuyer, (handle) => findContact(handle, receiptHash))
  if (contact === undefined) return
  const { id, organisationId } = contact
  await store.transact(buyerContext(organisationId), async (handle) => {
    // Also emails that have not left yet, in which the address is.
    await cancelEmailsAbout(handle, { organisationId, kind: 'buyer-contact', id })
    await deleteContact(handle, id)
    await recordEvent({
      handle,
      organisationId,
      action: 'buyer-contact-erased',
      subject: { kind: 'buyer-contact', id },
    })
  })
}
