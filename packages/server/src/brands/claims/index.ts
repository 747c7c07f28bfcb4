export { checkClaim } from './documents.ts'
export type { Claim } from './types.ts'
export { claimRoutes } from './routes.ts'
export {
  approveClaim,
  contestClaim,
  listClaims,
  readDocument,
  rejectClaim,
  resolveClaim,
  revokeClaim,
  setApprover,
  submitClaim,
  withdrawClaim,
} from './manage-claims.ts'
export { approvalVersion, approvedPairs } from './repository.ts'
