export { dailySummaryJob } from './jobs.ts'
export { inboxRoutes } from './routes.ts'
