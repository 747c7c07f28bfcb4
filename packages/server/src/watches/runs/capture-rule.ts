import type { WatchCaptureRule, WatchedListingState } from '@touchstone/contract'

export type Candidate = {
  state: WatchedListingState
  /** Whether the engine would review or block it. */
  isFind: boolean
  /** Whether a capture was requested since it last changed, by a person or by a rule. */
  isCaptured: boolean
}

/** What runs of a watch saw come and go within some time. */
export type Turnover = { fresh: number; gone: number }

const leastGone = 3
const leastShare = 0.05

/** Whether a site drops listings: a few have gone, and at least one for every twenty that came. */
export function dropsListings({ fresh, gone }: Turnover): boolean {
  return gone >= leastGone && gone >= leastShare * fresh
}

/**
 * Why a listing is captured now; nothing if it isn't. Only finds that the site still shows are. One whose visit was
 * turned away is not: a site that refuses the watch is not visited by a browser instead.
 */
export function captureRule(
  { state, isFind, isCaptured }: Candidate,
  turnover: Turnover,
): WatchCaptureRule | undefined {
  if (!isFind || isCaptured) return undefined
  if (state === 'changed' || state === 'back') return state
  const isShown = state === 'new' || state === 'same'
  return isShown && dropsListings(turnover) ? 'site-drops-listings' : undefined
}
