export { readShadowEngine } from './read-shadow-weights.ts'
export { compileEngine, compileParts, type Engine } from './engine.ts'
export { partsOf, releaseDigest, type EngineParts } from './engine-parts.ts'
export { screenInProcess } from './in-process.ts'
export {
  unassessedListing,
  type ListingFacts,
  type NotAssessed,
  type ScreenResult,
  type EngineReleases,
  type Screening,
  type ScreenOptions,
} from './types.ts'
export { notRunning, startScreening, type ScreeningOptions } from './screening.ts'
export { openTrial, type TrialOutcome } from './trial.ts'
export type { EngineStore } from './shared-engine.ts'
