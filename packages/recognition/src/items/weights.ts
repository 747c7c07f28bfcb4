import type { CopyEvidence } from './evidence.ts'

/** Fitted on generated scans (npm run eval:items -- --fit), but for the batch and the limits, which are set by hand. */
export const weights: {
  base: number
  evidence: Readonly<Record<keyof CopyEvidence, number>>
  batch: number
  alarm: number
  watch: number
} = {
  base: -2.83,
  evidence: {
    places: 2.06,
    scattered: 1.82,
    holdersApart: 0.87,
    holders: 3.01,
    crowd: 2.36,
    overlaps: 1.26,
    impossible: 0.95,
    beforeSale: 3.45,
    guessedPlaces: 3.48,
  },
  batch: 0.5,
  alarm: 0.7,
  watch: 0.3,
}
