export type { NewMessage } from './types.ts'
export { messageRoutes } from './routes.ts'
export { sendDue, startMailing } from './send-emails.ts'
export { cancelMessage, queueMessage } from './service.ts'
