import { exportedQuery } from '../../platform/db/index.ts'

/** Units of which copies are suspected. */
export const suspectedItems = exportedQuery
  .selectFrom('items')
  .select(['organisation_id', 'gtin', 'serial', 'alarm_at'])
  .where('state', '=', 'suspected-clone')
