import { rightsHolderSteps } from './rights-holder.ts'
import { decidesAppeal, marketplaceSteps } from './marketplace.ts'
import { notifierIsNotified, outcome, timePasses } from './outcome.ts'
import { answers, sellerIsNotified } from './seller.ts'
import type { Stretch } from './notice-journey.ts'

export { beginNoticeJourney, prepareNoticeJourney, type NoticeJourney } from './notice-journey.ts'

/**
 * From a listing to the outcome of its notice, for both sides and the seller: each step continues from the previous
 * one.
 */
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
