export {
  auditActions,
  type AuditAction,
  type AuditEvent,
  type AuditFilter,
  type AuditSubject,
} from './model.ts'
export { listEvents, recordedLately, recordEvent, type NewAuditEvent } from './store.ts'
