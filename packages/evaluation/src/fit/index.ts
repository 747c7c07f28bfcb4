export { fittedFamilies, fitWeights, type FitOptions, type FittedWeights } from './fit.ts'
export { labelledOffer, type MeasuredFamilies } from './labelled.ts'
export { namedWeights } from './named.ts'
export type { LabelledOffer } from './offers.ts'
