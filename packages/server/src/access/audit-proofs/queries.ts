import { exportedQuery } from '../../platform/db/index.ts'

/** The audit logs that have entries: the installation's, and one of each organisation. */
export const auditLogs = exportedQuery.selectFrom('audit_logs').select(['organisation_id', 'id'])
