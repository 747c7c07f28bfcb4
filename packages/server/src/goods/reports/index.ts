export { purgeReportsJob } from './purge-reports.ts'
export { reportRoutes } from './routes.ts'
