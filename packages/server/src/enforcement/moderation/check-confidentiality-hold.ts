import type { FollowUpAction, ModerationAction } from '@touchstone/contract'
import { assertNotOnHold } from '../confidentiality-holds/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { ProceedingContext } from './action-context.ts'
import { findLastRestrictedListing } from './repository.ts'

/** What a seller, a notifier or a buyer learns of: a decision, a question, a restriction, or its end. */
const outgoing: ReadonlySet<(ModerationAction | FollowUpAction)['act']> = new Set([
  'ask',
  'decide',
  'inform',
  'uphold-complaint',
  'reject-complaint',
  'complainant-told',
  'restrict',
  'vary',
  'drop',
  'reinstate',
  'implement',
  'buyers-told',
  'buyers-published',
  'buyers-retract',
])

type HeldGround = Pick<ProceedingContext, 'handle' | 'organisationId' | 'proceedingId' | 'now'> & {
  about: { listingId: string | null; seller?: string | null }
}

/** Refuses an act that would let something out about what is held, whatever the proceeding is about. */
export async function refuseHeldAction(
  ground: HeldGround,
  { act }: { act: (ModerationAction | FollowUpAction)['act'] },
): Promise<void> {
  if (outgoing.has(act)) await refuseHeldGround(ground)
}

export async function refuseHeldGround(ground: HeldGround): Promise<void> {
  const { handle, organisationId, proceedingId, now } = ground
  await assertNotOnHold(handle, {
    organisationId,
    now,
    about: { kind: 'proceeding', id: proceedingId },
    sellerHash: await sellerOfAccount(ground),
  })
}

/** Of a proceeding about a seller's account the seller; of one about a listing its versions name him. */
async function sellerOfAccount({
  handle,
  organisationId,
  about: { listingId, seller },
}: HeldGround): Promise<Buffer | null> {
  if (listingId !== null || seller == null) return null
  const listing = await findLastRestrictedListing(handle, organisationId, seller)
  if (listing === undefined) return null
  const { marketplace } = listing
  return pseudonymOf(await saltOf(handle, organisationId), { marketplace, id: seller })
}
