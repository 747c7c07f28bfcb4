export { issueCodes, type IssueFlags } from './issue-codes.ts'
export { readScanFiles, type ScanFiles } from './read-scans.ts'
export { signCodes, verifyCodes } from './sign-codes.ts'
