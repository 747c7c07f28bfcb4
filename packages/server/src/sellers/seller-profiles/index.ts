export { sellerProfileRoutes } from './routes.ts'
export { listAccounts } from './read-seller-accounts.ts'
