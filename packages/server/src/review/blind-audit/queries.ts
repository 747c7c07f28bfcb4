import { exportedQuery } from '../../platform/db/index.ts'

/** The listings of audit samples. */
export const auditItems = exportedQuery.selectFrom('quality_items').select(['id', 'listing_id'])
