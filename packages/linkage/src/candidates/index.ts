export { findCandidates, type CandidateLimits, type Pair } from './find-candidates.ts'
