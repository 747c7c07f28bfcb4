export { answerOnce, otherRequest } from './run-idempotently.ts'
export { idOfRow, keepAnswer, lockRequest, noteRequest, type NamedRequest } from './request-record.ts'
