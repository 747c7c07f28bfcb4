export { CandidateIndex, placeIn } from './candidate-index.ts'
export { findCandidates, type CandidateLimits, type Pair } from './find-candidates.ts'
export { Repeated } from './repeated.ts'
