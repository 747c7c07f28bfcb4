export { listingStates, type ListingState, type Observation, type VisitMemory } from './types.ts'
