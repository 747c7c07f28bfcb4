import type { CopyEvidence } from './evidence.ts'

/** Fitted on generated scans (npm run eval:items -- --fit), but for the batch and the limits, which are set by hand. */
export const weights: {
  base: number
  evidence: Readonly<Record<keyof CopyEvidence, number>>
  batch: number
  alarm: number
  watch: number
} = {
  base: -2.87,
  evidence: {
    places: 1.94,
    scattered: 1.5,
    holdersApart: 0.93,
    holders: 2.67,
    crowd: 2.02,
    overlaps: 1.19,
    impossible: 0.95,
    beforeSale: 3.43,
    guessedPlaces: 3.34,
    starts: 0.89,
  },
  batch: 0.5,
  alarm: 0.5,
  watch: 0.3,
}
