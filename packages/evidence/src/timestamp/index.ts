export {
  fetchTimestamp,
  type TimestampResponse,
  type Authority,
  type TimestampFailure,
} from './fetch-timestamp.ts'
export { nameOf } from './chain.ts'
export type { TimestampFaultCode } from './faults.ts'
export { rehearsalAuthority, type RehearsalAuthority } from './rehearsal-authority.ts'
export { stampedAt } from './token.ts'
export { timestampRequest, type RequestOptions } from './request.ts'
export {
  verifyTimestamp,
  type TimestampRefusal,
  type TimestampToVerify,
  type VerifiedTimestamp,
} from './verify-timestamp.ts'
