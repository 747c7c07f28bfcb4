export { messageRoutes } from './routes.ts'
export { sendDue, startMailing } from './sending.ts'
export { cancelMessage, queueMessage } from './service.ts'
