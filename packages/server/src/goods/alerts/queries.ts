import { exportedQuery } from '../../platform/db/index.ts'

/** Alerts that were not withdrawn. */
export const currentAlerts = exportedQuery
  .selectFrom('item_alerts')
  .select(['organisation_id', 'gtin', 'batches', 'serials', 'title', 'content', 'is_dangerous'])
  .select(['id', 'published_at'])
  .where('withdrawn_at', 'is', null)
