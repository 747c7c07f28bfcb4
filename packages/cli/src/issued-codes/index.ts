export { issueCodes, type IssueFlags } from './issue-codes.ts'
export { signCodes, verifyCodes } from './sign-codes.ts'
