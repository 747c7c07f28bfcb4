export { createResponder, RequestThread } from './request-thread.ts'
