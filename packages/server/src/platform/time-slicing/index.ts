export { atOnce, inTurns, type Steps } from './time-slicing.ts'
