import { exportedQuery } from '../../platform/db/index.ts'

/** The listings of audit samples. */
export const auditItems = exportedQuery.selectFrom('audit_items').select(['id', 'listing_id'])
