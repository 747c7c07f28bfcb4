export { rehearse, type RehearsalResult, type RehearsalOptions } from './rehearse.ts'
