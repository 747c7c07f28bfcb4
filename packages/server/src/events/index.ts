export { eventBody, type OutboxEvent } from './model.ts'
export { recordOutbox, type NewOutboxEvent } from './store.ts'
