import { rightsHolderSteps } from './rights-holder.ts'
import { decidesAppeal, marketplaceSteps } from './marketplace.ts'
import { notifierIsNotified, outcome, timePasses } from './outcome.ts'
import { answers, sellerIsNotified } from './seller.ts'
import type { Stretch } from './notice-journey.ts'

export { beginNoticeJourney, prepareNoticeJourney, type NoticeJourney } from './notice-journey.ts'

/** From a listing to its outcome, both sides and the seller: each stretch goes on from what the one before left. */
export const noticeSteps: readonly Stretch[] = [
  ...rightsHolderSteps,
  ...marketplaceSteps,
  answers,
  decidesAppeal,
  sellerIsNotified,
  notifierIsNotified,
  timePasses,
  outcome,
]
