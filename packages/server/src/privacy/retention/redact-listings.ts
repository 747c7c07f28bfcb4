import type { Assessment, Listing } from '@touchstone/contract'
import { deleteListingImages } from '../../images/pipeline/queries.ts'
import {
  assessmentsOfVersions,
  fingerprints,
  markRedacted,
  pageOfVersions,
  replaceAssessments,
  replaceContentHashes,
  replaceContents,
  type ListingVersion,
} from '../../listings/ingest/index.ts'
import {
  assessmentWithoutPersonalFields,
  assessmentWithoutSeller,
  withoutPersonalFields,
  withoutSeller,
} from '../pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { versionsAtOnce } from './types.ts'

/**
 * Removes the personal fields from all versions of these listings, and from their assessments. If a listing arrives
 * again, even unchanged, it is a new version with everything it contains.
 */
export async function redactListings(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  let after: ListingVersion | undefined
  for (;;) {
    const versions = await pageOfVersions(handle, { ids, after, limit: versionsAtOnce })
    await rewrite(handle, versions, withoutPersonalFields, assessmentWithoutPersonalFields)
    after = versions.at(-1)
    if (versions.length < versionsAtOnce) break
  }
  await markRedacted(handle, ids)
}

/**
 * Removes a seller from these versions of his listings, and from their assessments. The newest keeps its fingerprint
 * if it is stored as sent: sent again it is stripped in the same way, and unchanged.
 */
export async function redactSeller(
  handle: Transaction,
  versions: readonly ListingVersion[],
): Promise<void> {
  if (versions.length === 0) return
  await rewrite(handle, versions, withoutSeller, assessmentWithoutSeller)
  const hashes = versions.map(({ listingId, version, content }) => ({
    listingId,
    version,
    before: fingerprints(content).content,
    now: fingerprints(withoutSeller(content)).content,
  }))
  await replaceContentHashes(handle, hashes)
}

async function rewrite(
  handle: Transaction,
  versions: readonly ListingVersion[],
  strip: (content: Listing) => Listing,
  stripAssessment: (body: Assessment, content: Listing) => Assessment,
): Promise<void> {
  if (versions.length === 0) return
  const rows = await assessmentsOfVersions(handle, versions)
  const nameOf = ({ listingId, version }: Omit<ListingVersion, 'content'>): string =>
    `${listingId} ${version}`
  const contents = new Map(versions.map((version) => [nameOf(version), version.content]))
  const assessments = rows.flatMap((row) => {
    const content = contents.get(nameOf(row))
    return content === undefined ? [] : [{ id: row.id, body: stripAssessment(row.body, content) }]
  })
  await replaceContents(
    handle,
    versions.map((version) => ({ ...version, content: strip(version.content) })),
  )
  // Pictures may show the seller, and text in them the ways to contact him.
  await deleteListingImages(handle, [...new Set(versions.map(({ listingId }) => listingId))])
  await replaceAssessments(handle, assessments)
}
