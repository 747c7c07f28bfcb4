import { exportedQuery } from '../../platform/db/index.ts'

/** Audit logs with entries: the installation's, and one per organisation. */
export const auditLogs = exportedQuery.selectFrom('audit_logs').select(['organisation_id', 'id'])
