import type { Verdict } from '@touchstone/contract'

/** Gravest first, as the queue shows them. */
export const verdictOrder = ['block', 'review', 'ask-proof', 'clear'] as const satisfies Verdict[]
