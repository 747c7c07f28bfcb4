export { dailySummaryJob } from './jobs.ts'
export { readInbox } from './read-inbox.ts'
export { inboxRoutes } from './routes.ts'
