import { z } from 'zod'

function percent(least: number, description: string) {
  return z.int().min(least).max(100).meta({ description })
}

/**
 * Lowest thresholds, in per cent, that an organisation may set, to protect honest sellers. A proof request needs more
 * than double the prior odds; a review needs at least one counterfeit in ten listings; a block before anyone has
 * looked needs a counterfeit to be at least as likely as not.
 */
export const leastThresholds = { askProof: 5, review: 10, block: 50 } as const

/** The engine's defaults, if an organisation has set none. */
export const shippedThresholds = { askProof: 10, review: 25, block: 80 } as const

/**
 * Probabilities from which a listing gets each verdict. The block rule still limits the verdict: thresholds cannot
 * exceed it.
 */
export const Thresholds = z
  .strictObject({
    askProof: percent(
      leastThresholds.askProof,
      'Probability from which the seller is asked for proof.',
    ),
    review: percent(leastThresholds.review, 'Probability from which a person reviews the listing.'),
    block: percent(
      leastThresholds.block,
      'Probability from which the listing is blocked; 100 is practically never.',
    ),
  })
  .refine(({ askProof, review }) => askProof <= review, {
    path: ['review'],
    message: 'must not be below askProof',
  })
  .refine(({ review, block }) => review <= block, {
    path: ['block'],
    message: 'must not be below review',
  })
  .meta({
    id: 'Thresholds',
    description: 'In whole per cent of probability, in order of gravity.',
  })
export type Thresholds = z.infer<typeof Thresholds>
