export { compareAuditLogHeads, type HeadComparison } from './compare-heads.ts'
export { AuditLogHead, auditLogLeaf, installationLog, SignedAuditLogHead } from './model.ts'
export { isHeadSignedBy, isSelfConsistent, signAuditLogHead } from './sign-head.ts'
