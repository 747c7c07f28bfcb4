export { compareAuditLogHeads, type HeadComparison } from './compare-heads.ts'
export {
  AuditLogEntry,
  AuditLogHead,
  auditLogLeaf,
  Growth,
  installationLog,
  SignedAuditLogHead,
} from './model.ts'
export { isHeadSignedBy, isSelfConsistent, signAuditLogHead } from './sign-head.ts'
