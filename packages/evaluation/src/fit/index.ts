export { fittedFamilies, fitWeights, type FitOptions, type FittedWeights } from './fit.ts'
export type { LabelledOffer } from './offers.ts'
