export type { Fitted } from './fitting.ts'
export { qualityJobs } from './jobs.ts'
export { pictureAtHand } from './reading.ts'
export { qualityRoutes } from './routes.ts'
