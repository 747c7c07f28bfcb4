/** A share of rows with its Wilson score interval at 95 %. */
export type Share = {
  count: number
  of: number
  /** Null without rows. */
  share: number | null
  low: number
  high: number
}

/** A figure with its interval at 95 %. */
export type Interval = { value: number; low: number; high: number }

/** Two-sided 95 % of the normal distribution. */
export const z95 = 1.959964

/**
 * The share `count` of `of` with its 95 % interval (Wilson 1927), which stays within 0 and 1 and is not empty if none
 * or all were counted. Throws RangeError for impossible counts.
 */
export function shareOf(count: number, of: number): Share {
  if (!(count >= 0 && count <= of)) throw new RangeError(`${count} of ${of} is no share`)
  if (of === 0) return { count, of, share: null, low: 0, high: 1 }
  const p = count / of
  const z2 = z95 * z95
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of)
  const half = (z95 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))
  return {
    count,
    of,
    share: p,
    // Rounding may end the interval slightly short of its own share at either end.
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === of ? 1 : Math.min(1, centre + half),
  }
}

/**
 * The share of alarms that would be right if counterfeits had the share `baseRate`, by Bayes. The bounds combine both
 * intervals at their worst and at their best, so they are wider than 95 %. Undefined if there was no alarm or a class
 * is missing.
 */
export function precisionAt(
  baseRate: number,
  recall: Share,
  falseAlarms: Share,
): Interval | undefined {
  if (recall.share === null || falseAlarms.share === null) return undefined
  if (recall.count + falseAlarms.count === 0) return undefined
  const precision = (caught: number, alarmed: number): number => {
    const right = caught * baseRate
    return right === 0 ? 0 : right / (right + alarmed * (1 - baseRate))
  }
  return {
    value: precision(recall.share, falseAlarms.share),
    low: precision(recall.low, falseAlarms.high),
    high: precision(recall.high, falseAlarms.low),
  }
}
