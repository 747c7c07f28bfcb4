export { atOnce, inTurns } from './turns.ts'
