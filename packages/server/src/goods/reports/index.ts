export { purgeReportsJob } from './purge-reports.ts'
export { reportRoutes } from './routes.ts'
export { listReports } from './read-reports.ts'
export { sendReport } from './send-report.ts'
