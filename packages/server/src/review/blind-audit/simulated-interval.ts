/** Numbers in [0, 1), the same in every run (mulberry32, 32 bits of state). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** A normal number with mean 0 and deviation 1 (Box and Muller 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** A gamma number of this shape and scale 1 (Marsaglia and Tsang 2000, ACM TOMS 26:363). */
function gamma(random: () => number, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** A share as it may be, where `yes` of `yes` + `no` were counted, by Jeffreys' prior. */
export function drawShare(random: () => number, yes: number, no: number): number {
  const a = gamma(random, yes + 0.5)
  return a / (a + gamma(random, no + 0.5))
}

/** How many of `of` are hit at this chance; beyond a hundred by the normal law, clamped. */
export function drawCount(random: () => number, of: number, chance: number): number {
  if (of <= 100) {
    let count = 0
    for (let i = 0; i < of; i++) if (random() < chance) count++
    return count
  }
  const spread = Math.sqrt(of * chance * (1 - chance))
  return Math.min(of, Math.max(0, Math.round(of * chance + spread * normal(random))))
}

const draws = 2000
const seed = 19_450_811

/**
 * The middle 95 % of the draws of `drawOne`, extended to contain `value` if that lies outside; the same in every run.
 * Draws of NaN are left out.
 */
export function intervalOf(
  value: number,
  drawOne: (random: () => number) => number,
): { value: number; low: number; high: number } {
  const random = seededRandom(seed)
  const drawn = new Float64Array(draws)
  let count = 0
  for (let i = 0; i < draws; i++) {
    const next = drawOne(random)
    if (!Number.isNaN(next)) drawn[count++] = next
  }
  const sorted = drawn.subarray(0, count).sort()
  const at = (share: number): number => sorted[Math.round(share * (count - 1))] ?? NaN
  return { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) }
}
