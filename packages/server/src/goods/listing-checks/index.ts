export { checkListing } from './check-listing.ts'
export { listingCheckRoutes } from './routes.ts'
