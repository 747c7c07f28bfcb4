export type { ErrorCode, ProblemClass } from '@touchstone/contract'
export * from './app-error.ts'
export * from './require-version.ts'
