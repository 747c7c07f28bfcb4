export { defaultPageLimits, type PageLimits } from './limits.ts'
export { readOffers, type PageOffers } from './read-offers.ts'
export { plainText as textOfPage } from './text.ts'
