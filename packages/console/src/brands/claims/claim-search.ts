import type { ClaimState } from '@touchstone/contract'

export const claimStates = [
  'pending',
  'approved',
  'contested',
  'rejected',
  'revoked',
  'withdrawn',
] satisfies ClaimState[]

/** Reads the filters of the claims from an address. */
export function readClaimSearch(search: Record<string, unknown>): { state?: ClaimState } {
  const state = claimStates.find((one) => one === search['state'])
  return state === undefined ? {} : { state }
}
