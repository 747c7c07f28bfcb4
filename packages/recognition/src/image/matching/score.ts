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
  /** Log-odds of what local features found. */
  features?: number
}

/**
 * The probability that the query shows the photograph of the reference. Either way alone is enough: hashes
 * see blurred pictures whole, features see parts of them.
 */
export function probabilityOf({ pdq, features = -Infinity }: Evidence): number {
  return 1 / (1 + Math.exp(-Math.max(features, pdq ? pdqLogOdds(pdq) : -Infinity)))
}

function pdqLogOdds({ distance, query, reference }: NonNullable<Evidence['pdq']>): number {
  const known = Math.min(1, Math.min(query.quality, reference.quality) / leastQuality)
  return known * (pdqWeights.base + pdqWeights.bit * distance)
}
