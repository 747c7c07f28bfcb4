import type { InformationRequestView, ReferralState } from '@touchstone/contract'
import { knownOf, receivedStates, referralStates, requestStates } from './states.ts'

export type ReferralSearch = { state?: ReferralState }
export type RequestSearch = { state?: InformationRequestView['state'] }
export type NewReferralSearch = { network?: string; case?: string }
export type NewRequestSearch = { referral?: string }

/** Reads the search parameters of a sender's list; invalid values are dropped. */
export function readReferralSearch({ state }: Record<string, unknown>): ReferralSearch {
  const known = knownOf(referralStates, state)
  return known === undefined ? {} : { state: known }
}

/** Reads the search parameters of a recipient's list; invalid values are dropped. */
export function readReceivedReferralSearch({ state }: Record<string, unknown>): ReferralSearch {
  const known = knownOf(receivedStates, state)
  return known === undefined ? {} : { state: known }
}

export function readRequestSearch({ state }: Record<string, unknown>): RequestSearch {
  const known = knownOf(requestStates, state)
  return known === undefined ? {} : { state: known }
}

/** What a new dossier is made from: one network or one case. */
export function readNewReferralSearch(search: Record<string, unknown>): NewReferralSearch {
  const { network, case: kase } = search
  if (typeof network === 'string') return { network }
  return typeof kase === 'string' ? { case: kase } : {}
}

export function readNewRequestSearch({ referral }: Record<string, unknown>): NewRequestSearch {
  return typeof referral === 'string' ? { referral } : {}
}
