export { defaultPageLimits, type PageLimits } from './limits.ts'
export { readOffers, type PageOffers } from './read-offers.ts'
