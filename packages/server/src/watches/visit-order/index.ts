export {
  evidenceAfterVisit,
  noEvidence,
  priorOf,
  rateOf,
  unknownRate,
  type ChangeRate,
  type Evidence,
} from './change-rate.ts'
export { FindRates, type Candidate } from './find-rates.ts'
export { orderVisits, type Revisit } from './order-visits.ts'
export { intervalAt, levelFor, valueOfVisit } from './visit-value.ts'
