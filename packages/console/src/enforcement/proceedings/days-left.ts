const day = 86_400_000

/** Whole days until a deadline, or since it passed. */
export function daysLeft(dueAt: string, now: number): { over: boolean; days: number } {
  const left = Date.parse(dueAt) - now
  return { over: left <= 0, days: Math.floor(Math.abs(left) / day) }
}
