export { nameModel, readModel, textOfModel } from './model-file.ts'
export { readListings } from './read-listings.ts'
export { SellerState } from './seller-state.ts'
