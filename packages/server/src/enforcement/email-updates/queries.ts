import { sql } from 'kysely'
import { cancelEmailsAbout } from '../../messaging/email/queries.ts'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

/** Addresses that sellers left, encrypted: only their own access request opens them. */
export const emailUpdates = exportedQuery
  .selectFrom('email_updates')
  .select(['link_id', 'organisation_id', 'sealed', 'requested_at', 'confirmed_at'])

/** Deletes what a seller left for updates, with emails that have not been sent. */
export async function deleteEmailUpdatesOf(
  handle: Transaction,
  { organisationId, sellerHash }: { organisationId: string; sellerHash: Buffer },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    delete from email_updates u using appeal_links l
    where l.id = u.link_id and u.organisation_id = ${organisationId}::uuid
      and l.seller_hash = ${sellerHash}::bytea
    returning u.link_id as id`.execute(handle)
  for (const { id } of rows) {
    await cancelEmailsAbout(handle, { organisationId, kind: 'appeal-link', id })
  }
}
