export { countSeenBetween, coverageOf, marketplacesOf, openWork, type DayCount } from './counts.ts'
export {
  bitsOf,
  catalogBits,
  filterable,
  filterableByHolder,
  filterableBySender,
  languageOf,
} from './filter-columns.ts'
export { mayReadListings } from './policy.ts'
export { listListings, pictureAddress, releaseTaken, shownListing, viewerOf } from './read-listings.ts'
export { queueRoutes } from './routes.ts'
export { isOfVerdict } from './verdict-listings.ts'
