export { tipMailboxJob } from './jobs.ts'
export { tipAddressRoutes } from './routes.ts'
