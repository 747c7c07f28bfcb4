export { recordPrivateSellers, toIdentityView } from './read-seller-accounts.ts'
export { sellerProfileRoutes } from './routes.ts'
export { listAccounts } from './read-seller-accounts.ts'
