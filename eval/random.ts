/** Returns the next number of a stream, at least 0 and below 1. */
export type Random = () => number

/** A small seeded stream (mulberry32): the same seed gives the same numbers on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of the values; undefined of an empty list. */
export function pick<T>(random: Random, values: readonly T[]): T | undefined {
  return values[Math.floor(random() * values.length)]
}

/** Distinct values, as many as asked for and there, in the order of the list. */
export function sample<T>(random: Random, values: readonly T[], count: number): T[] {
  const picked: T[] = []
  for (const [at, value] of values.entries()) {
    const needed = count - picked.length
    if (random() * (values.length - at) < needed) picked.push(value)
  }
  return picked
}
