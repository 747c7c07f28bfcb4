export { auditActions, type AuditAction, type AuditEvent } from './model.ts'
export { listEvents, recordedLately, recordEvent, type NewAuditEvent } from './store.ts'
