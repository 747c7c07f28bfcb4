export { identifierKey, namesOf } from './account.ts'
export { fitSellerModel } from './fit-seller-model.ts'
export { binding, type Judgement } from './judgements.ts'
export {
  linkListings,
  linkSellers,
  type LinkedListings,
  type LinkedSellers,
  type LinkOptions,
  type LinkSellersOptions,
  type SellerLink,
  type SellerNetwork,
} from './link-sellers.ts'
export { readListing, textOfListing, type ReadListing } from './read-listing.ts'
export { accountsOfNetworks, type SellerGraph } from './seller-graph.ts'
export { SellerListings } from './seller-listings.ts'
export type { SellerModel } from './seller-model.ts'
