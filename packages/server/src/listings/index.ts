export { listingRoutes } from './routes.ts'
export { takeListing } from './service.ts'
export { findListings, type ListingRef, type NamedListing } from './store.ts'
