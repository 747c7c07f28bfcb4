export { fittedFamilies, fitWeights, type FitOptions, type FittedWeights } from './fit.ts'
export { labelledOffer, type MeasuredFamilies } from './create-labelled-listing.ts'
export { namedWeights } from './name-weights.ts'
export type { LabelledOffer } from './labelled-listings.ts'
