export { sellerProfileRoutes } from './routes.ts'
export { listAccounts } from './service.ts'
