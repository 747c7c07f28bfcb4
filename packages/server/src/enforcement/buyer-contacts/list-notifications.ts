import type { BuyerNotificationView } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { buyerTextsOfProceeding, requireReader } from '../moderation/index.ts'
import { findTold, listingsOf, pageOfNotifications, type NotificationRow } from './repository.ts'
import { openContact } from './types.ts'

type Options = { handle: Transaction; actor: Actor }

export async function listNotifications(
  { handle, actor }: Options,
  input: Omit<Parameters<typeof pageOfNotifications>[1], 'organisationId'>,
): Promise<NotificationRow[]> {
  const { organisationId } = requireReader(actor)
  return pageOfNotifications(handle, { organisationId, ...input })
}

/** A notification with its texts and listings, and the orders of buyers who were informed from here. */
export async function toNotificationView(
  { handle, actor, sealer }: Options & { sealer: Sealer },
  { proceedingId, instance, state }: NotificationRow,
): Promise<Outgoing<BuyerNotificationView>[]> {
  const { organisationId } = requireReader(actor)
  const texts = await buyerTextsOfProceeding(handle, { organisationId, proceedingId })
  const text = texts.find((one) => one.instance === instance)
  if (text === undefined) return []
  const { awareOn, boughtFrom, tell, publication } = text
  const told = await findTold(handle, { proceedingId, instance })
  return [
    {
      proceeding: proceedingId,
      instance,
      state,
      awareOn,
      boughtFrom,
      listings: await listingsOf(handle, { organisationId, proceedingId, instance }),
      tell,
      publication,
      told: told.map(({ id, sealed, at, digest }) => ({
        order: openContact(sealer, { organisationId, id }, sealed).order,
        at,
        digest: digest.toString('hex'),
      })),
    },
  ]
}
