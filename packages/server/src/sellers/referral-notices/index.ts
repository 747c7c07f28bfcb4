export { onOtherSide } from './both-sides.ts'
export { contestReferral } from './contest-referral.ts'
export { recordReferralsShown, referralsOnPage } from './inform-seller.ts'
export {
  informedSellersOf,
  storeContestDecision,
  type InformedSeller,
  type SellerOf,
} from './informed-sellers-repository.ts'
export { insertNotice, noticesOf, type NoticeCause } from './notices-repository.ts'
