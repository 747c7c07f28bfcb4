export { listingRoutes } from './routes.ts'
export { takeListing } from './service.ts'
