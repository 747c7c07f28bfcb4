export { readShadowEngine } from './read-shadow-weights.ts'
export {
  compileEngine,
  compileParts,
  partsOf,
  releaseDigest,
  type Engine,
  type EngineParts,
} from './engine.ts'
export { screenInProcess } from './in-process.ts'
export {
  unassessedListing,
  type NotAssessed,
  type ScreenResult,
  type EngineReleases,
  type Screening,
  type ScreenOptions,
} from './types.ts'
export { notRunning, startScreening, type ScreeningOptions } from './screening.ts'
export { openTrial, type TrialOutcome } from './trial.ts'
