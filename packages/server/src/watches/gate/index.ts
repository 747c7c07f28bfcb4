export { Gate, type Allowance, type Visit, type Visited, type VisitedPage } from './gate.ts'
export { storedTurns } from './stored-turns.ts'
export { ownTurns } from './turns.ts'
export { VisitError, type VisitErrorKind } from './visit-error.ts'
