export { answerOnce, otherRequest } from './answer-once.ts'
export { idOfRow, keepAnswer, lockRequest, noteRequest, type NamedRequest } from './noted.ts'
