import type { EngineReleaseState } from '@touchstone/contract'

/** In the order in which a revision goes through them. */
export const engineReleaseStates = [
  'draft',
  'shadow',
  'live',
  'retired',
] as const satisfies EngineReleaseState[]
