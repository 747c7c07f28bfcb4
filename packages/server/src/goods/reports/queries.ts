import { exportedQuery } from '../../platform/db/index.ts'

/** Reports by buyers, without what they say. */
export const buyerReports = exportedQuery
  .selectFrom('item_reports')
  .select(['id', 'organisation_id', 'state', 'danger', 'sources', 'category', 'gtin', 'serial'])
  .select(['listing', 'received_at', 'changed_at'])
