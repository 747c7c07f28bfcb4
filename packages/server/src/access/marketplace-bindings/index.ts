export { bindMarketplaces } from './bind-marketplaces.ts'
