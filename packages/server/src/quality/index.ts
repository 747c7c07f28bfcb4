export { qualityJobs } from './jobs.ts'
export { qualityRoutes } from './routes.ts'
