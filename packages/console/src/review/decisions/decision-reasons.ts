/** Reasons for a decision, from a fixed list so that they can be counted. */
export const reasons = [
  'wording',
  'price',
  'pictures',
  'product',
  'seller',
  'channel',
  'proof',
  'other',
] as const
export type Reason = (typeof reasons)[number]

/** Undefined if another client used a reason of its own. */
export function reasonOf(word: string | null): Reason | undefined {
  return reasons.find((reason) => reason === word)
}

/** Optional additions to a decision. */
export type DecisionDetails = { reason?: Reason; note?: string }
