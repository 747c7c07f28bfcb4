import type { ProofRequestState } from '@touchstone/contract'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The filters of the appeals: open ones by default, of all proceedings or of one. */
export type AppealSearch = { state?: 'decided' | 'withdrawn' | 'all'; proceeding?: string }

export function readAppealSearch(search: Record<string, unknown>): AppealSearch {
  const { proceeding } = search
  const read = {
    state: (['decided', 'withdrawn', 'all'] as const).find((one) => one === search['state']),
    proceeding: typeof proceeding === 'string' && uuid.test(proceeding) ? proceeding : undefined,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

// Repeats the contract's values, so that the first page need not load its schemas.
const askStates = [
  'requested',
  'submitted',
  'accepted',
  'not-accepted',
  'withdrawn',
  'expired',
] satisfies ProofRequestState[]

/** Reads the filters of the proof requests from an address. */
export function readProofRequestSearch(search: Record<string, unknown>): {
  state?: ProofRequestState
} {
  const state = askStates.find((one) => one === search['state'])
  return state === undefined ? {} : { state }
}
