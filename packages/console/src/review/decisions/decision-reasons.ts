/** Why a person decides so, in words that can be counted. */
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

/** Undefined where another program gave a word of its own. */
export function reasonOf(word: string | null): Reason | undefined {
  return reasons.find((reason) => reason === word)
}

/** What is said along with a decision. */
export type Said = { reason?: Reason; note?: string }
