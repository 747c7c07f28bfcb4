export { qualityJobs } from './jobs.ts'
export { pictureAtHand } from './reading.ts'
export { qualityRoutes } from './routes.ts'
