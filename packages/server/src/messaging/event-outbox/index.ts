export { eventBody } from './types.ts'
export { recordOutbox, type NewOutboxEvent } from './repository.ts'
