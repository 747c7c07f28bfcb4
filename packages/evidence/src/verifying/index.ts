export type { Check, CheckName } from './model.ts'
export type { CheckedTimestamp } from './checked-seal.ts'
export { joinTrust, noTrust, readTrust, type Trust } from './trust.ts'
export { verifyPackage, type Verdict } from './verify.ts'
