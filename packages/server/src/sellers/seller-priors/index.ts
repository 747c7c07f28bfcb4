export { sellerPriorReader } from './read-seller-priors.ts'
export { sellerPriorRoutes } from './routes.ts'
