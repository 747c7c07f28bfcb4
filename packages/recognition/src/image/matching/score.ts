import type { PdqHash } from '../pdq/hash.ts'

/** PDQ codes that are further apart say nothing. */
export const farthestPdq = 47

/**
 * Log-odds that two pictures are the same photograph, by the bits in which their PDQ codes differ:
 * fitted by `npm run eval:images` on one half of its benchmark, where each question is asked with as many
 * references as the figures name and half of the questions show one of them.
 */
const pdqWeights = { base: 12, bit: -0.25 }

/** Two pictures with little to see come near each other by chance. */
const leastQuality = 50

/** What was found of one reference; another way of matching adds what it found. */
export interface Evidence {
  pdq?: { distance: number; query: PdqHash; reference: PdqHash }
}

/** The probability that the query shows the photograph of the reference. */
export function probabilityOf({ pdq }: Evidence): number {
  if (pdq === undefined) return 0
  const seen = Math.min(pdq.query.quality, pdq.reference.quality)
  const known = Math.min(1, seen / leastQuality)
  const logOdds = known * (pdqWeights.base + pdqWeights.bit * pdq.distance)
  return 1 / (1 + Math.exp(-logOdds))
}
