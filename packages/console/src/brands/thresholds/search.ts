/** In addresses: the thresholds for all brands without their own. No brand's id is written so. */
export const allOthers = '*'

/** Whose thresholds are open; it is in the address. */
export type ThresholdSearch = { brand?: string }

export function readThresholdSearch(search: Record<string, unknown>): ThresholdSearch {
  const { brand } = search
  return typeof brand === 'string' && brand !== '' ? { brand } : {}
}
