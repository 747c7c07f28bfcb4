import type { FollowUpAction, ModerationAction } from '@touchstone/contract'
import { assertNotOnHold } from '../confidentiality-holds/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { ProceedingContext } from './action-context.ts'
import { findLastRestrictedListing } from './repository.ts'

/** Actions that a seller, notifier or buyer notices: a decision, a question, a restriction, or its end. */
const outgoing: ReadonlySet<(ModerationAction | FollowUpAction)['type']> = new Set([
  'request-information',
  'decide',
  'record-notifier-informed',
  'uphold-complaint',
  'reject-complaint',
  'record-complainant-informed',
  'restrict',
  'replace',
  'drop',
  'reinstate',
  'implement-decision',
  'record-buyers-informed',
  'record-publication',
  'inform-buyers-of-reversal',
])

type HeldGround = Pick<ProceedingContext, 'handle' | 'organisationId' | 'proceedingId' | 'now'> & {
  about: { listingId: string | null; seller?: string | null }
}

/** Refuses an action that would reveal something about a held subject of the proceeding. */
export async function refuseHeldAction(
  context: HeldGround,
  { type }: { type: (ModerationAction | FollowUpAction)['type'] },
): Promise<void> {
  if (outgoing.has(type)) await refuseHeldGround(context)
}

export async function refuseHeldGround(context: HeldGround): Promise<void> {
  const { handle, organisationId, proceedingId, now } = context
  await assertNotOnHold(handle, {
    organisationId,
    now,
    about: { kind: 'proceeding', id: proceedingId },
    sellerHash: await sellerOfAccount(context),
  })
}

/** The seller of a proceeding about an account; for one about a listing, its versions name the seller. */
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
