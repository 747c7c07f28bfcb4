export { readSummary } from './read-summary.ts'
export { summaryRoutes } from './routes.ts'
export { watchSummaryJob } from './publish-summaries.ts'
