export { atOnce, inTurns, type Steps } from './turns.ts'
