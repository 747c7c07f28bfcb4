export { auditActions, type AuditAction, type AuditEvent } from './model.ts'
export { listEvents, recordEvent, type NewAuditEvent } from './store.ts'
