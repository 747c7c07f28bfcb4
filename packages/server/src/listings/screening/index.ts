export { readCandidate } from './candidate.ts'
export {
  compileEngine,
  compileParts,
  partsOf,
  revisionMark,
  type Engine,
  type EngineParts,
} from './engine.ts'
export { inProcess } from './in-process.ts'
export { unread, type Judged, type Revisions, type Screening, type ScreenOptions } from './types.ts'
export { notRunning, startScreening, type ScreeningOptions } from './screening.ts'
export { openTrial, type TrialOutcome } from './trial.ts'
