export { eventBody } from './model.ts'
export { recordOutbox, type NewOutboxEvent } from './store.ts'
