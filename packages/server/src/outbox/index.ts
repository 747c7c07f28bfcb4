export type { NewMessage } from './model.ts'
export { messageRoutes } from './routes.ts'
export { sendDue, startMailing } from './sending.ts'
export { cancelMessage, queueMessage } from './service.ts'
