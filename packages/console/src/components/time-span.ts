const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export type Span = { over: boolean; days: number; hours: number; minutes: number }

/** Time until a moment or since it, in whole units. */
export function spanTo(at: string, now: number): Span {
  const left = Date.parse(at) - now
  const size = Math.abs(left)
  return {
    over: left <= 0,
    days: Math.floor(size / day),
    hours: Math.floor((size % day) / hour),
    minutes: Math.floor((size % hour) / minute),
  }
}
