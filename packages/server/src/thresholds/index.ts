export { thresholdRoutes } from './routes.ts'
export { allRungs, isClosed, standingOf, verdictAt, type Standing } from './rung.ts'
export { findThresholdView, lastSeenBy, seenBy, type Pair, type ThresholdView } from './view.ts'
