export { runIdempotently, otherRequest } from './run-idempotently.ts'
export {
  deleteStoredResponses,
  idOfRow,
  saveResponse,
  lockRequest,
  recordRequest,
  type NamedRequest,
} from './request-record.ts'
