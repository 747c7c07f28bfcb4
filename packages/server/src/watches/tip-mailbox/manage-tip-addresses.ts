import { randomUUID } from 'node:crypto'
import type { TipAddressView } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { hashSecret, organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { assertBrandVisible } from '../saved-watches/index.ts'
import { mayRecordTip } from '../tips/index.ts'
import { newTag, withTag } from './email-tags.ts'
import { deleteAddress, findOwnAddress, replaceAddress } from './repository.ts'

type View = Outgoing<TipAddressView>
type ServiceInput = {
  handle: Transaction
  actor: Actor
  sealer: Sealer
  /** The address of the installation’s mailbox. */
  mailbox: string | undefined
}

/** At most one. */
export async function listAddresses(options: ServiceInput): Promise<View[]> {
  const { handle, actor, sealer, mailbox } = options
  if (actor.kind !== 'person' || mailbox === undefined) return []
  const row = await findOwnAddress(handle, actor)
  if (row === undefined) return []
  const { id, brand, createdAt } = row
  const tag = sealer.open(row.tag, purposeOf(actor)).toString()
  return [{ id, brand, createdAt, address: withTag(mailbox, tag) }]
}

/** Creates a person’s address; the one that they had ends at once. */
export async function renewAddress(
  options: ServiceInput & { input: { brand?: string | undefined } },
): Promise<View> {
  const { handle, actor, sealer, mailbox, input } = options
  const { brand = null } = input
  if (!mayRecordTip(actor, brand)) {
    const message =
      'an address for tips belongs to a member who works on listings; members limited to brands state one of these as brand'
    throw new AppError({ code: 'permission-required', message })
  }
  if (mailbox === undefined) {
    const message =
      'the installation reads no mailbox for tips: the operator sets IMAP_URL and TIPS_ADDRESS'
    throw new AppError({ code: 'tip-mailbox-missing', message })
  }
  if (brand !== null) await assertBrandVisible(handle, organisationOf(actor), brand)
  const id = randomUUID()
  const tag = newTag()
  await replaceAddress(handle, actor, {
    id,
    brand,
    tag: sealer.seal(Buffer.from(tag), purposeOf(actor)),
    tagHash: hashSecret(tag),
  })
  await record(options, 'tip-address-created', id)
  const [view] = await listAddresses(options)
  if (view === undefined) throw new Error('an address for tips was not stored')
  return view
}

export async function removeAddress(
  options: Pick<ServiceInput, 'handle' | 'actor'> & { id: string },
): Promise<void> {
  const { handle, id } = options
  const isKnown = z.uuid().safeParse(id).success && (await deleteAddress(handle, id))
  if (!isKnown) {
    const message = `you have no address for tips ${id}`
    throw new AppError({ code: 'not-found', message, pointer: '/id' })
  }
  await record(options, 'tip-address-removed', id)
}

/** For which the tag of a person’s address is sealed. */
function purposeOf({ organisationId, id }: { organisationId: string; id: string }): string {
  return `tip address ${organisationId} ${id}`
}

async function record(
  { handle, actor }: Pick<ServiceInput, 'handle' | 'actor'>,
  action: 'tip-address-created' | 'tip-address-removed',
  id: string,
): Promise<void> {
  const organisationId = organisationOf(actor)
  await recordEvent({ handle, organisationId, action, subject: { kind: 'tip-address', id } })
}
