export { assessmentWithoutPersonalFields, assessmentWithoutSeller } from './assessment.ts'
export { withoutPersonalFields, withoutSeller } from './fields.ts'
export { findErasedSellers, findSalt, makeSalt, pseudonymOf, saltOf } from './pseudonyms.ts'
