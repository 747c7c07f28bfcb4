export { marketplaceNamer } from './name-marketplaces.ts'
export { saveMarketplaceName, shareMarketplaceNames } from './repository.ts'
export { marketplaceNameRoutes } from './routes.ts'
