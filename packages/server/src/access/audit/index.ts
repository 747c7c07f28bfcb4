export {
  auditActions,
  type AuditAction,
  type AuditEvent,
  type AuditFilter,
  type AuditSubject,
} from './types.ts'
export { listEvents, wasRecordedRecently, recordEvent, type NewAuditEvent } from './repository.ts'
