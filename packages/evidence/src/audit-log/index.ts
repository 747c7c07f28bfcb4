export { compareAuditLogHeads, type HeadComparison } from './compare-heads.ts'
export {
  AuditLogHead,
  auditLogLeaf,
  AuditLogRemoval,
  AuditLogSample,
  installationLog,
  SignedAuditLogHead,
} from './model.ts'
export { isSelfConsistent, signAuditLogHead } from './sign-head.ts'
export { isStatementSignedBy, signAuditLogStatement } from './sign-statement.ts'
