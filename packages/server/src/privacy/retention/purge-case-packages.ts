import { recordEvent } from '../../access/audit/index.ts'
import { disposeOutdatedPackages } from '../../investigation/case-packages/queries.ts'
import { releaseBlobs, type Blobs } from '../../platform/blobs/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { findActiveLegalHolds, lockAgainstNewHolds } from './legal-holds-repository.ts'

const operator = { as: 'operator', actor: { kind: 'operator', id: 'purge-case-packages' } } as const

/**
 * Deletes packages of cases that expired, or of which something was erased or deleted; returns how many. What is on
 * legal hold is in the store itself: a package is a copy of it.
 */
export async function purgeCasePackages({
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
    const packages = await disposeOutdatedPackages(handle, organisationId)
    for (const { caseId, id } of packages) {
      await recordEvent({
        handle,
        organisationId,
        action: 'case-package-disposed',
        subject: { kind: 'case', id: caseId },
        detail: { package: id },
      })
    }
    return packages
  })
  await releaseBlobs(
    { store, blobs, ...(signal && { signal }) },
    disposed.map(({ digest }) => digest),
  )
  return disposed.length
}
