export { defaultPageLimits, type PageLimits } from './limits.ts'
export type { PageEncoding } from './decode-page.ts'
export {
  readPageListings,
  decodeListingPage,
  type PageListings,
  type ReadPage,
} from './read-listings.ts'
export { plainText as textOfPage } from './text.ts'
