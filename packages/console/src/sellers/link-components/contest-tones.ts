import type { LinkContestState } from '@touchstone/contract'

export const contestTones = {
  open: 'waiting',
  upheld: 'good',
  rejected: 'plain',
} as const satisfies Record<LinkContestState, string>
