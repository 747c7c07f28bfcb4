import { recordEvent } from '../../access/audit/index.ts'
import { releaseBlobs, type Blobs } from '../../platform/blobs/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { deleteExpiredReferrals, redactErasedReferrals } from '../../sellers/referrals/queries.ts'
import { findActiveLegalHolds, lockAgainstNewHolds } from './legal-holds-repository.ts'

const operator = { as: 'operator', actor: { kind: 'operator', id: 'purge-referrals' } } as const

/**
 * Deletes referrals at the end of the time that their template states, and redacts what they state of people who were
 * erased; returns how many packages were deleted. On legal hold all of it stays: what is on hold is not erased either.
 */
export async function purgeReferrals({
  store,
  blobs,
  organisationId,
  signal,
}: {
  store: Store
  blobs: Blobs
  organisationId: string
  signal?: AbortSignal | undefined
}): Promise<number> {
  const disposed = await store.transact(operator, async (handle) => {
    await lockAgainstNewHolds(handle, organisationId)
    const { whole } = await findActiveLegalHolds(handle, organisationId)
    if (whole) return []
    const gone = [
      ...(await deleteExpiredReferrals(handle, organisationId)),
      ...(await redactErasedReferrals(handle, organisationId)),
    ]
    for (const { referral } of gone) {
      await recordEvent({
        handle,
        organisationId,
        action: 'referral-disposed',
        subject: { kind: 'referral', id: referral },
      })
    }
    return gone
  })
  const digests = disposed.flatMap((one) => one.digests)
  await releaseBlobs({ store, blobs, ...(signal && { signal }) }, digests)
  return disposed.length
}
