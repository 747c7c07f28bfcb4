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

/** Which events of a log are asked for; from `from` on, before `to`. */
export type AuditFilter = {
  actions?: readonly string[]
  actorId?: string
  from?: Date
  to?: Date
}
