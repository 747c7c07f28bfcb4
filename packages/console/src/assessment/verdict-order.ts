import type { Verdict } from '@touchstone/contract'

/** Most severe first, as in the queue. */
export const verdictOrder = ['block', 'review', 'ask-proof', 'clear'] as const satisfies Verdict[]
