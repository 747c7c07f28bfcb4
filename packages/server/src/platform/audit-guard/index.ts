export { assertMayRecord, runWithoutRecord } from './audit-guard.ts'
