export { startRejudging } from './rejudging.ts'
export { listingRoutes } from './routes.ts'
export { takeListing } from './service.ts'
export { Intake } from './taking.ts'
