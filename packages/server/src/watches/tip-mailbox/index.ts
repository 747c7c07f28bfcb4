export { tipMailboxJob } from './jobs.ts'
export { receiveEmails } from './receive-emails.ts'
export { tipAddressRoutes } from './routes.ts'
