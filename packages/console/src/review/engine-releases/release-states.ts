import type { EngineReleaseState } from '@touchstone/contract'

/** In lifecycle order. */
export const engineReleaseStates = [
  'draft',
  'shadow',
  'live',
  'retired',
] as const satisfies EngineReleaseState[]
