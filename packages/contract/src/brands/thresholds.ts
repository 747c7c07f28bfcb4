import { z } from 'zod'

function percent(least: number, description: string) {
  return z.int().min(least).max(100).meta({ description })
}

/**
 * Below these, in per cent, no organisation may set its thresholds, so that no honest seller is held
 * up on next to nothing. To be asked for proof takes more than double the odds assumed before
 * anything is read; a person is not set upon listings of which nine in ten are said to be honest; and
 * nothing is stopped, before a person has looked, that is likelier honest than false.
 */
export const leastThresholds = { askProof: 5, review: 10, block: 50 } as const

/** The engine's own, which hold where an organisation has set none. */
export const shippedThresholds = { askProof: 10, review: 25, block: 80 } as const

/** Whole per cent, rounded down: at least `n` exactly where the probability is at least n/100. */
export function wholePercent(probability: number): number {
  const percent = Math.floor(probability * 100)
  if (probability >= (percent + 1) / 100) return percent + 1
  return probability < percent / 100 ? percent - 1 : percent
}

/**
 * From which probability a listing gets each verdict, where the block rule allows that verdict; a
 * threshold lifts none above what the rule allows.
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
    message: 'must not lie below askProof',
  })
  .refine(({ review, block }) => review <= block, {
    path: ['block'],
    message: 'must not lie below review',
  })
  .meta({
    id: 'Thresholds',
    description: 'In whole per cent of probability, in order of gravity.',
  })
export type Thresholds = z.infer<typeof Thresholds>
