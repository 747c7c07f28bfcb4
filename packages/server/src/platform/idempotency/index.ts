export { answerOnce, otherRequest } from './answer-once.ts'
export { keepAnswer, noteRequest } from './noted.ts'
