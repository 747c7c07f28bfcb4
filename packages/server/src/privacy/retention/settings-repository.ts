import { defaultRetention, type RetentionInput, type RetentionView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'

export async function findSettings(
  handle: Transaction,
  organisationId: string,
): Promise<RetentionView> {
  const { rows } = await sql<RetentionView>`
    select clear_days as "clearDays", personal_days as "personalDays",
      evidence_days as "evidenceDays", notice_days as "noticeDays", appeal_days as "appealDays",
      message_days as "messageDays", scan_days as "scanDays", seller_link_days as "sellerLinkDays",
      report_days as "reportDays"
    from retention_settings
    where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0] ?? { ...defaultRetention }
}

export async function saveSettings(
  handle: Transaction,
  organisationId: string,
  input: RetentionInput,
): Promise<void> {
  const before = await findSettings(handle, organisationId)
  const { clearDays, personalDays } = input
  const {
    evidenceDays,
    noticeDays,
    appealDays,
    messageDays,
    scanDays,
    sellerLinkDays,
    reportDays,
  } = {
    ...before,
    ...input,
  }
  await sql`
    insert into retention_settings (organisation_id, clear_days, personal_days, evidence_days,
      notice_days, appeal_days, message_days, scan_days, seller_link_days, report_days)
    values (${organisationId}::uuid, ${clearDays}::int, ${personalDays}::int, ${evidenceDays}::int,
      ${noticeDays}::int, ${appealDays}::int, ${messageDays}::int, ${scanDays}::int,
      ${sellerLinkDays}::int, ${reportDays}::int)
    on conflict (organisation_id) do update
      set clear_days = excluded.clear_days, personal_days = excluded.personal_days,
        evidence_days = excluded.evidence_days, notice_days = excluded.notice_days,
        appeal_days = excluded.appeal_days, message_days = excluded.message_days,
        scan_days = excluded.scan_days, seller_link_days = excluded.seller_link_days,
        report_days = excluded.report_days,
        changed_at = now()`.execute(handle)
}

/** Whether a listing is the organisation's own; it may see more than that. */
export async function isOwnListing(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from ${listingFacts} l
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows.length > 0
}
