import { areaFactor, refit, similarityOf, squaredError } from './fit-affine.ts'
import type { Affine, Pairs } from './model.ts'

/** The pairs of a picture that agree on one map of it. */
export interface Alignment {
  map: Affine
  /** Numbers of the pairs, each feature in one of them at most, best first. */
  inliers: number[]
  /** The number of pairs that agree on the best other map, of another part or with another shift. */
  rival: number
}

/** Hypotheses are tried from this many pairs, the most informative ones. */
const HYPOTHESES = 160
/** Permitted error of maps in pixels of a query of 640 on its longer side, before and after fitting. */
const COARSE = 18
const FINE = 8
/** Beyond this, an edit cannot be distinguished from chance: growth as log2, rotation in radians. */
const GROWTH = 0.8
const TURN = 0.7
const MIN_INLIERS = 4
/** In square pixels: how strongly a map is held to its initial similarity. */
const RIDGE = 400
/** Of a picture squeezed or stretched the area may shrink to a hundredth and grow thirtyfold. */
const AREA = { least: 0.01, most: 30 }

/**
 * Finds the map on which most pairs agree. Each pair alone determines a similarity, so all are tried without
 * randomness; the best is then fitted as an affine map.
 */
export function align(pairs: Pairs): Alignment | undefined {
  const order = Array.from({ length: pairs.count }, (_, i) => i).sort(
    (i, j) => (pairs.weight[j] ?? 0) - (pairs.weight[i] ?? 0) || i - j,
  )
  const tried = order.slice(0, HYPOTHESES)
  const support = tried.map((i) => supportOf(pairs, i))
  const best = support.reduce((most, value, i) => (value > (support[most] ?? 0) ? i : most), 0)
  const seed = tried[best]
  if (seed === undefined) return undefined
  const fitted = fit(pairs, seed)
  if (!fitted) return undefined
  return { ...fitted, rival: rivalOf(pairs, tried, support, fitted) }
}

function toleranceOf(pairs: Pairs, seed: number, pixels: number): number {
  const scale = 2 ** (pairs.growth[seed] ?? 0)
  return pixels * Math.max(0.4, Math.min(1.2, scale))
}

function agrees(pairs: Pairs, seed: number, i: number): boolean {
  const growth = (pairs.growth[i] as number) - (pairs.growth[seed] as number)
  if (growth > GROWTH || growth < -GROWTH) return false
  return Math.abs(between((pairs.turn[i] as number) - (pairs.turn[seed] as number))) <= TURN
}

/** An angle from -π to π. */
function between(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI))
}

function supportOf(pairs: Pairs, seed: number): number {
  const map = similarityOf(pairs, seed)
  const limit = toleranceOf(pairs, seed, COARSE) ** 2
  let sum = 0
  for (let i = 0; i < pairs.count; i++) {
    if (squaredError(map, pairs, i) < limit && agrees(pairs, seed, i)) {
      sum += pairs.weight[i] as number
    }
  }
  return sum
}

function fit(pairs: Pairs, seed: number) {
  let map = similarityOf(pairs, seed)
  let inliers: number[] = []
  for (const pixels of [COARSE, COARSE, (COARSE + FINE) / 2, FINE, FINE]) {
    const limit = toleranceOf(pairs, seed, pixels) ** 2
    inliers = within(pairs, seed, map, limit)
    if (inliers.length < MIN_INLIERS) return undefined
    map = refit(map, pairs, inliers, RIDGE)
    const area = areaFactor(map)
    if (area < AREA.least || area > AREA.most) return undefined
  }
  inliers = within(pairs, seed, map, toleranceOf(pairs, seed, FINE) ** 2)
  const alone = oneToOne(pairs, inliers)
  return alone.length < MIN_INLIERS ? undefined : { map, inliers: alone }
}

function within(pairs: Pairs, seed: number, map: Affine, limit: number): number[] {
  const result: number[] = []
  for (let i = 0; i < pairs.count; i++) {
    if (squaredError(map, pairs, i) < limit && agrees(pairs, seed, i)) result.push(i)
  }
  return result
}

// A point with two directions is two features: places within three pixels are one.
function oneToOne(pairs: Pairs, inliers: number[]): number[] {
  const query = new Set<string>()
  const reference = new Set<string>()
  return [...inliers]
    .sort((i, j) => (pairs.weight[j] ?? 0) - (pairs.weight[i] ?? 0) || i - j)
    .filter((i) => {
      const there = placeKey(pairs.queryX[i], pairs.queryY[i])
      const here = placeKey(pairs.referenceX[i], pairs.referenceY[i])
      if (query.has(there) || reference.has(here)) return false
      query.add(there)
      reference.add(here)
      return true
    })
}

function placeKey(x = 0, y = 0): string {
  return `${Math.round(x / 3)} ${Math.round(y / 3)}`
}

// Stripes, checks and monograms fit nearly as well one repeat further. A hypothesis is a rival where
// the map of the winner puts its own pair elsewhere.
function rivalOf(
  pairs: Pairs,
  tried: number[],
  support: number[],
  winner: { map: Affine },
): number {
  let most = 0
  for (const [k, i] of tried.entries()) {
    const value = support[k] ?? 0
    if (value <= most) continue
    if (squaredError(winner.map, pairs, i) > (2 * COARSE) ** 2) most = value
  }
  return most
}
