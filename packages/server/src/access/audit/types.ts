export { auditActions, type AuditAction, type AuditSubject } from '@touchstone/contract'

export type AuditEvent = {
  id: string
  organisationId: string | null
  at: Date
  actorKind: string
  actorId: string
  action: string
  subjectKind: string
  subjectId: string
  detail: unknown
}

/** Filter of a log; `from` is inclusive, `before` is not. */
export type AuditFilter = {
  actions?: readonly string[]
  actorId?: string
  from?: Date
  to?: Date
}
