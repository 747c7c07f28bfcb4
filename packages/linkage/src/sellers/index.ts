export type { Judgement } from './judgements.ts'
export {
  linkSellers,
  type LinkedSellers,
  type LinkSellersOptions,
  type SellerLink,
  type SellerNetwork,
} from './link-sellers.ts'
