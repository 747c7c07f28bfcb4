export { countSeenBetween, coverageOf, marketplacesOf, openWork, type DayCount } from './counts.ts'
export {
  catalogBits,
  signalCodesOf,
  toHolderFilterColumns,
  toSenderFilterColumns,
  languageOf,
} from './filter-columns.ts'
export { mayReadListings } from './policy.ts'
export {
  markBit,
  pricedBit,
  toPortfolioEntry,
  type EntryRow,
  type PortfolioColumns,
} from './portfolio-columns.ts'
export {
  listListings,
  findImageUrl,
  listVisibleImages,
  releaseIngested,
  requireVisibleListing,
  viewerOf,
} from './read-listings.ts'
export { readOpenFindings, type OpenFinding } from './open-findings.ts'
export { queueRoutes } from './routes.ts'
export { readAccountListings } from './account-listings.ts'
export { readVisibleListings } from './visible-listings.ts'
export { listingCarries, mentionShows, mentionSignals, visibleListings } from './listing-query.ts'
export { listingStanding, standingColumns, type ListingStanding } from './listing-standing.ts'
export type { ListingView, ReadSellerPriors, SellerPrior, SellerPriors } from './types.ts'
export { matchesVerdict } from './verdict-listings.ts'
