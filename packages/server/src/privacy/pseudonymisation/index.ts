export { assessmentWithoutPersonalFields, assessmentWithoutSeller } from './assessment.ts'
export { withoutPersonalFields, withoutSeller } from './fields.ts'
export { erasedAmong, findSalt, makeSalt, pseudonymOf, saltOf } from './pseudonyms.ts'
