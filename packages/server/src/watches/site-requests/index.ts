export { siteRequestRoutes } from './routes.ts'
export { purgeSiteRequestsJob } from './purge-requests.ts'
