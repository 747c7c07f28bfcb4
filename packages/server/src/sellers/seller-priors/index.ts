export { sellerPriorRoutes } from './routes.ts'
