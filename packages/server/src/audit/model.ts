/** Everything that the log knows to say; a room that adds a change adds its word here. */
export const auditActions = [
  'organisation-created',
  'key-created',
  'key-revoked',
  'webhook-added',
  'webhook-changed',
  'webhook-removed',
  'webhook-secret-rotated',
  'webhook-resent',
  'webhook-disabled',
  'decisions-recorded',
  'outcomes-recorded',
] as const
export type AuditAction = (typeof auditActions)[number]

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
