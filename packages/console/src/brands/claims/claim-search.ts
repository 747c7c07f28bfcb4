import type { ClaimState } from '@touchstone/contract'

export const claimStates = [
  'pending',
  'approved',
  'contested',
  'rejected',
  'revoked',
  'withdrawn',
] satisfies ClaimState[]

/** Which claims an address asks for. */
export function readClaimSearch(search: Record<string, unknown>): { state?: ClaimState } {
  const state = claimStates.find((one) => one === search['state'])
  return state === undefined ? {} : { state }
}
