/** PDQ codes further apart are too little evidence; unrelated photos occur from a distance of about 60. */
export const maxPdqDistance = 47
/** Up to this distance they suffice alone, as PDQ's authors advise. */
export const certainPdqDistance = 31

/**
 * Log-odds that two pictures are the same photograph, by the number of differing bits in their PDQ codes: fitted by
 * `npm run eval:images` to the nearest of 1,000 references, where half of the queries show one of them and the rest
 * are photos of other scenes.
 */
const pdqWeights = { base: 15, bit: -0.2 }

/** Two pictures with little to see can be close by chance. */
const leastQuality = 50

/** Codes so near come of pictures that are framed alike, with the same goods in them. */
export const sameFrame = 20

/** Where only the ground is the same it is no copy, however much of it is seen. */
const groundLogOdds = -1

/** The evidence about one reference; each way of matching adds its own. */
export interface Evidence {
  /** How far the codes are apart, and how much there is to see in the picture that shows less. */
  pdq?: { distance: number; quality: number }
  /** Log-odds from local features. */
  features?: number
  /** Whether they found the same background with other goods on it. */
  groundAlone?: boolean
  /** How alike the operator's own network finds both, 0 to 1. */
  embedded?: number
}

/**
 * The weight of an embedder that finds both the same: it doubles the odds. Operators' networks were not measured
 * here, and most treat other photos of the same goods as near copies.
 */
const embeddedMost = Math.LN2

/**
 * The probability that the query shows the photograph of the reference. Either way of matching is enough alone:
 * hashes see blurred pictures whole, features see parts of them. An embedder's result counts in addition to either,
 * never alone.
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
