export { eventBody } from './types.ts'
export { recordOutbox, recordOutboxOfMany, type NewOutboxEvent } from './repository.ts'
