export type { NewEmail } from './types.ts'
export { emailRoutes } from './routes.ts'
export { sendDueEmails, startEmailSender } from './send-emails.ts'
export { cancelEmail, queueEmail } from './manage-emails.ts'
