export { compareAuditLogHeads, type HeadComparison } from './compare-heads.ts'
export {
  AuditLogHead,
  auditLogLeaf,
  AuditLogRemoval,
  installationLog,
  SignedAuditLogHead,
} from './model.ts'
export { isHeadSignedBy, isSelfConsistent, signAuditLogHead } from './sign-head.ts'
export { isRemovalSignedBy, signAuditLogRemoval } from './sign-removal.ts'
