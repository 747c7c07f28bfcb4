export { identifierKey } from './account.ts'
export { AccountNames } from './account-names.ts'
export { fitSellerModel } from './fit-seller-model.ts'
export type { HubDecision } from './hub-decisions.ts'
export type { Hub } from './hubs.ts'
export { binding, type Judgement } from './judgements.ts'
export { LinkedMarket, type MarketChanges } from './linked-market.ts'
export {
  bitsOf,
  linkListings,
  linkSellers,
  type LinkedListings,
  type LinkOptions,
  type LinkSellersOptions,
} from './link-sellers.ts'
export { readListing, textOfListing, type ReadListing } from './read-listing.ts'
export { accountsOfNetworks, type SellerGraph } from './seller-graph.ts'
export type { LinkedSellers, SellerLink, SellerNetwork } from './seller-links.ts'
export { SellerListings } from './seller-listings.ts'
export type { SellerModel } from './seller-model.ts'
