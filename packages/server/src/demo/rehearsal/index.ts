export { rehearse, type Rehearsed, type RehearsalOptions } from './rehearse.ts'
