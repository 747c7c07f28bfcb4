export { runIdempotently, otherRequest } from './run-idempotently.ts'
export {
  idOfRow,
  saveResponse,
  lockRequest,
  recordRequest,
  type NamedRequest,
} from './request-record.ts'
