export * from './counsel-approval.ts'
