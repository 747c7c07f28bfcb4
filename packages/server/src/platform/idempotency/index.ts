export { answerOnce, otherRequest, type Once } from './answer-once.ts'
export { keepAnswer, noteRequest } from './noted.ts'
