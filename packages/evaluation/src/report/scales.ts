/** Maps values to places on a drawing and names the ticks of its axis. */
export type Scale = {
  at(value: number): number
  ticks: { value: number; label: string }[]
}

type Reach = { from: number; to: number }

/** A linear scale from `low` to `high`, which map to `from` and `to`. */
export function linear(
  { low, high, from, to }: Reach & { low: number; high: number },
  ticks: Scale['ticks'],
): Scale {
  const at = (value: number): number => {
    const share = (value - low) / (high - low)
    return from + Math.min(1, Math.max(0, share)) * (to - from)
  }
  return { at, ticks }
}

const shares = [0, 0.2, 0.4, 0.6, 0.8, 1]

export function shareScale(reach: Reach): Scale {
  const ticks = shares.map((value) => ({ value, label: String(Math.round(value * 100)) }))
  return linear({ low: 0, high: 1, ...reach }, ticks)
}

const probabilities = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999]
export const maxLogOdds = 7

export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability))
}

/** Log-odds, with ticks at probabilities in per cent; values beyond 0.1 and 99.9 % are at the edge. */
export function logOddsScale(reach: Reach): Scale {
  const ticks = probabilities.map((probability) => ({
    value: logOddsOf(probability),
    label: String(Number((probability * 100).toPrecision(3))),
  }))
  return linear({ low: -maxLogOdds, high: maxLogOdds, ...reach }, ticks)
}

/** A round number at or above `value`, for the end of an axis of shares. */
export function roundUp(value: number): number {
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5].find((end) => value <= end) ?? 1
}
