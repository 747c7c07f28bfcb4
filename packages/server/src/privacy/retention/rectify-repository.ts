import type { Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type OwnListingRow = { version: number; content: Listing; redactedAt: Date | null }

/** The newest version of an offer of the organisation's own, kept from others until the end. */
export async function lockOwnListing(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<OwnListingRow | undefined> {
  const { rows } = await sql<OwnListingRow>`
    select l.version, v.content, l.redacted_at as "redactedAt"
    from listings l
    join listing_versions v on v.listing_id = l.id and v.version = l.version
    where l.id = ${id}::uuid and l.organisation_id = ${organisationId}::uuid
    for update of l`.execute(handle)
  return rows[0]
}

export type CorrectedVersion = {
  id: string
  version: number
  content: Listing
  changed: readonly string[]
  sellerHash: Buffer | null
}

/**
 * Keeps a corrected version. It is no sighting, and the fingerprint stays that of what was sent: the
 * same sent again leaves the correction as it is.
 */
export async function insertCorrectedVersion(
  handle: Transaction,
  organisationId: string,
  { id, version, content, changed, sellerHash }: CorrectedVersion,
): Promise<void> {
  await sql`
    insert into listing_versions
      (listing_id, version, organisation_id, changed, content, seller_hash)
    values (${id}::uuid, ${version}::int, ${organisationId}::uuid,
      ${JSON.stringify(changed)}::json, ${JSON.stringify(content)}::json, ${sellerHash}::bytea)`.execute(
    handle,
  )
  await sql`update listings set version = ${version}::int where id = ${id}::uuid`.execute(handle)
}
