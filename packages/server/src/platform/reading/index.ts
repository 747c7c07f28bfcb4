export { assertMayRecord, runWithoutRecord } from './reading.ts'
