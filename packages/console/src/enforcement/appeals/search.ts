import type { ProofRequestState } from '@touchstone/contract'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Which answers the list shows: open ones where nothing is said, of all proceedings or of one. */
export type AppealSearch = { state?: 'decided' | 'withdrawn' | 'all'; proceeding?: string }

export function readAppealSearch(search: Record<string, unknown>): AppealSearch {
  const { proceeding } = search
  const read = {
    state: (['decided', 'withdrawn', 'all'] as const).find((one) => one === search['state']),
    proceeding: typeof proceeding === 'string' && uuid.test(proceeding) ? proceeding : undefined,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

// Written out here: every first page would load the schemas that they come from.
const askStates = [
  'asked',
  'answered',
  'accepted',
  'not-accepted',
  'withdrawn',
  'no-answer',
] satisfies ProofRequestState[]

/** Which requests for proof the list shows. */
export function readProofRequestSearch(search: Record<string, unknown>): {
  state?: ProofRequestState
} {
  const state = askStates.find((one) => one === search['state'])
  return state === undefined ? {} : { state }
}
