export { sellerProfileRoutes } from './routes.ts'
