import type { PdqHash } from '../pdq/hash.ts'

/** PDQ codes that are further apart say too little; unrelated photos begin to come near at about 60. */
export const farthestPdq = 47

/**
 * Log-odds that two pictures are the same photograph, by the bits in which their PDQ codes differ:
 * as `npm run eval:images` fits it to the nearest of 1,000 references, where half of what is asked about
 * shows one of them and the rest are photos of other scenes.
 */
const pdqWeights = { base: 15, bit: -0.2 }

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
