import { sql } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

/** Retention periods in days, of organisations that set them. */
export const retentionPeriods = exportedQuery
  .selectFrom('retention_settings')
  .select(['organisation_id', 'clear_days', 'personal_days', 'appeal_days', 'scan_days'])
  .select('report_days')

export const activeLegalHolds = exportedQuery
  .selectFrom('legal_holds')
  .select(['organisation_id', 'scope', 'listing_id', 'seller_hash', 'set_at'])
  .where(sql<boolean>`released_at is null`)

export const erasedSellers = exportedQuery
  .selectFrom('erased_sellers')
  .select(['organisation_id', 'seller_hash'])
