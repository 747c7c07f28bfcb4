export { sayDetail, sayReason } from './sentences.ts'
