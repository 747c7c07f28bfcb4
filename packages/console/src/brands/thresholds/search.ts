/** Stands in an address for all brands without thresholds of their own; no brand has this id. */
export const allOthers = '*'

/** The brand whose thresholds are open. */
export type ThresholdSearch = { brand?: string }

export function readThresholdSearch(search: Record<string, unknown>): ThresholdSearch {
  const { brand } = search
  return typeof brand === 'string' && brand !== '' ? { brand } : {}
}
