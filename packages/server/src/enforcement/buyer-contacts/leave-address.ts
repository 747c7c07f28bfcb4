import { randomBytes, randomUUID } from 'node:crypto'
import type { BuyerContactInput } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { hashSecret } from '../../access/organisations/index.ts'
import { addressHashOf } from '../../listings/ingest/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  countContacts,
  deleteContact,
  findContact,
  findMarketplaceListing,
  insertContact,
} from './repository.ts'
import { sealContact } from './types.ts'

const asBuyer: Context = { as: 'operator', actor: { kind: 'operator', id: 'buyer-contacts' } }

/** The context of a buyer, limited to the marketplace where they bought. */
const buyerContext = (organisationId: string): Context => ({
  as: 'tenant',
  organisationId,
  actor: { kind: 'recipient', id: 'buyer' },
})

/** Nobody is written to more often because others left their address. */
const maxOfAddress = 20

/** Stores an address with an order. The answer does not depend on what was decided of the listing. */
export async function leaveAddress({
  store,
  sealer,
  input: { listing, order, boughtOn, email, language },
  now,
}: {
  store: Store
  sealer: Sealer
  input: BuyerContactInput
  now: Date
}): Promise<{ receipt: string; marketplace: string }> {
  if (Date.parse(boughtOn) > now.getTime()) {
    throw new AppError({
      code: 'date-in-future',
      message: `/boughtOn ${boughtOn} is in the future: write the day of the order`,
      pointer: '/boughtOn',
    })
  }
  const address = addressHashOf(listing)
  const found =
    address === null
      ? undefined
      : await store.transact(asBuyer, (handle) => findMarketplaceListing(handle, address))
  if (found === undefined) {
    throw new AppError({
      code: 'not-found',
      message: 'no marketplace here has a listing at this address: ask the marketplace itself',
      pointer: '/listing',
    })
  }
  const { organisationId, marketplace } = found
  const addressHash = sealer.authenticate(email.toLowerCase(), 'address of a buyer')
  const receipt = randomBytes(32).toString('base64url')
  const id = randomUUID()
  const left = await store.transact(asBuyer, (handle) => countContacts(handle, { addressHash }))
  if (left >= maxOfAddress) return { receipt, marketplace }
  await store.transact(buyerContext(organisationId), async (handle) => {
    await insertContact(handle, {
      id,
      organisationId,
      listingId: found.id,
      receiptHash: hashSecret(receipt),
      addressHash,
      sealed: sealContact(sealer, { organisationId, id }, { email, order: order ?? null }),
      locale: language,
      boughtOn,
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
    await deleteContact(handle, id)
    await recordEvent({
      handle,
      organisationId,
      action: 'buyer-contact-erased',
      subject: { kind: 'buyer-contact', id },
    })
  })
}
