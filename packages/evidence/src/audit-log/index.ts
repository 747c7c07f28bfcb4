export { compareAuditLogHeads, type HeadComparison } from './compare-heads.ts'
export {
  AuditLogHead,
  auditLogLeaf,
  AuditLogRemoval,
  AuditLogSample,
  installationLog,
  SignedAuditLogHead,
} from './model.ts'
export { isHeadSignedBy, isSelfConsistent, signAuditLogHead } from './sign-head.ts'
export { isRemovalSignedBy, signAuditLogRemoval } from './sign-removal.ts'
export { isSampleSignedBy, signAuditLogSample } from './sign-sample.ts'
