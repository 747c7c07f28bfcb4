export { createLog, type Log, type LogDestination } from './log.ts'
export { createMetrics, type Metrics } from './metrics.ts'
export { publishListingIngested, publishListingScreened, publishWorkEnded } from './observations.ts'
