import { brandsWay } from './rights-holder.ts'
import { hearsSeller, marketsWay } from './marketplace.ts'
import { notifierHears, outcome, timePasses } from './outcome.ts'
import { answers, isTold } from './seller.ts'
import type { Stretch } from './notice-journey.ts'

export { beginWay, type Way } from './notice-journey.ts'

/** From an offer to its outcome, both sides and the seller: each stretch goes on from what the one before left. */
export const noticeSteps: readonly Stretch[] = [
  ...brandsWay,
  ...marketsWay,
  answers,
  hearsSeller,
  isTold,
  notifierHears,
  timePasses,
  outcome,
]
