/** PDQ codes that are further apart say too little; unrelated photos begin to come near at about 60. */
export const maxPdqDistance = 47
/** Up to here they say enough alone, as PDQ's authors advise. */
export const certainPdqDistance = 31

/**
 * Log-odds that two pictures are the same photograph, by the bits in which their PDQ codes differ:
 * as `npm run eval:images` fits it to the nearest of 1,000 references, where half of what is asked about
 * shows one of them and the rest are photos of other scenes.
 */
const pdqWeights = { base: 15, bit: -0.2 }

/** Two pictures with little to see come near each other by chance. */
const leastQuality = 50

/** Codes so near come of pictures that are framed alike, with the same goods in them. */
export const sameFrame = 20

/** Where only the ground is the same it is no copy, however much of it is seen. */
const groundLogOdds = -1

/** What was found of one reference; another way of matching adds what it found. */
export interface Evidence {
  /** How far the codes are apart, and how much there is to see in the picture that shows less. */
  pdq?: { distance: number; quality: number }
  /** Log-odds of what local features found. */
  features?: number
  /** Whether they found the ground to be the same, and other goods on it. */
  groundAlone?: boolean
  /** How alike the operator's own network finds both, 0 to 1. */
  embedded?: number
}

/**
 * What an embedder adds where both are the same on it: it doubles the odds. Networks that operators bring were measured by
 * nobody here, and most take other photos of the same goods for near copies.
 */
const embeddedMost = Math.LN2

/**
 * The probability that the query shows the photograph of the reference. Either way alone is enough: hashes
 * see blurred pictures whole, features see parts of them. What an embedder finds counts beside either, never alone.
 */
export function probabilityOf({
  pdq,
  features = -Infinity,
  groundAlone,
  embedded = 0,
}: Evidence): number {
  const logOdds = Math.max(features, pdq ? pdqLogOdds(pdq) : -Infinity) + embeddedMost * embedded
  const ground = groundAlone && (pdq?.distance ?? Infinity) > sameFrame
  return 1 / (1 + Math.exp(-(ground ? Math.min(groundLogOdds, logOdds) : logOdds)))
}

function pdqLogOdds({ distance, quality }: NonNullable<Evidence['pdq']>): number {
  const known = Math.min(1, quality / leastQuality)
  return known * (pdqWeights.base + pdqWeights.bit * distance)
}
