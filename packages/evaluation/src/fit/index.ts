export { fittedFamilies, fitWeights, type FitOptions, type FittedWeights } from './fit.ts'
export { createLabelledListing, type MeasuredFamilies } from './create-labelled-listing.ts'
export { nameWeights } from './name-weights.ts'
export type { LabelledListing } from './labelled-listings.ts'
