export { runIdempotently, otherRequest } from './run-idempotently.ts'
export {
  deleteStoredResponses,
  idOfRow,
  saveResponse,
  lockRequest,
  recordRequest,
  type NamedRequest,
} from './request-record.ts'
export {
  answerDays,
  storedAnswers,
  type KeyedRequest,
  type StoredAnswers,
} from './stored-answers.ts'
