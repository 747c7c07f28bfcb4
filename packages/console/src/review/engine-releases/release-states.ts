import type { EngineReleaseState } from '@touchstone/contract'

/** In the order in which an engine release goes through them. */
export const engineReleaseStates = [
  'draft',
  'shadow',
  'live',
  'retired',
] as const satisfies EngineReleaseState[]
