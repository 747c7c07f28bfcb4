/** Everything that the log knows to say; a room that adds a change adds its word here. */
export const auditActions = [
  'organisation-created',
  'organisation-changed',
  'key-created',
  'key-revoked',
  'signed-in',
  'signed-out',
  'organisation-switched',
  'session-ended',
  'password-changed',
  'profile-changed',
  'two-factor-enrolled',
  'two-factor-removed',
  'recovery-codes-made',
  'recovery-code-used',
  'identity-linked',
  'installation-admin-created',
  'person-reset',
  'person-erased',
  'people-read',
  'member-invited',
  'invitation-revoked',
  'invitation-accepted',
  'invitations-read',
  'member-changed',
  'member-removed',
  'members-read',
  'audit-read',
  'catalog-changed',
  'webhook-added',
  'webhook-changed',
  'webhook-removed',
  'webhook-secret-rotated',
  'webhook-resent',
  'webhook-disabled',
  'decisions-recorded',
  'outcomes-recorded',
  'private-sellers-read',
  'claim-submitted',
  'claim-withdrawn',
  'claim-approved',
  'claim-rejected',
  'claim-contested',
  'claim-resolved',
  'claim-revoked',
  'claim-document-read',
  'claim-approver-named',
  'claim-approver-dismissed',
  'retention-changed',
  'retention-run',
  'hold-set',
  'hold-released',
  'personal-data-read',
  'personal-data-rectified',
  'personal-data-erased',
  'member-enrolled',
  'sample-begun',
  'sample-removed',
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
