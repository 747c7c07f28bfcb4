import { shareOf, z95, type Interval, type Share } from './shares.ts'

/** Scores with their labels; entry i of both belongs to row i. */
export type Scored = {
  scores: ArrayLike<number>
  /** 1 for counterfeit, 0 for not. */
  labels: ArrayLike<number>
}

/** All rows whose score is `threshold` or more, counted by label. */
export type OperatingPoint = { threshold: number; truePositives: number; falsePositives: number }

export type Ranking = {
  positives: number
  negatives: number
  /** One point for each distinct score, highest first, so that equal scores are never split. */
  points: OperatingPoint[]
}

/** Counts rows by falling score. O(n log n). Throws RangeError where a score is not a number. */
export function rank({ scores, labels }: Scored): Ranking {
  const order = new Uint32Array(scores.length).map((_, at) => at)
  const score = (at: number): number => scores[at] ?? NaN
  for (const at of order) if (Number.isNaN(score(at))) throw new RangeError('a score is no number')
  order.sort((a, b) => score(b) - score(a))
  const points: OperatingPoint[] = []
  let positives = 0
  let negatives = 0
  for (const [place, at] of order.entries()) {
    if (labels[at] === 1) positives++
    else negatives++
    const next = order[place + 1]
    if (next !== undefined && score(next) === score(at)) continue
    points.push({ threshold: score(at), truePositives: positives, falsePositives: negatives })
  }
  return { positives, negatives, points }
}

/**
 * Probability that a counterfeit listing scores above one that is not, equal scores counting half: the Mann–Whitney
 * statistic, exact in whole numbers. Undefined if a class is missing. The interval is method 5 of Newcombe 2006
 * (Statistics in Medicine 25:559), which is not empty at 1.
 */
export function areaUnderRoc(ranking: Ranking): Interval | undefined {
  const { positives, negatives, points } = ranking
  if (positives === 0 || negatives === 0) return undefined
  let halves = 0
  let truePositives = 0
  let falsePositives = 0
  for (const point of points) {
    const alike = point.truePositives - truePositives
    halves += (point.falsePositives - falsePositives) * (2 * truePositives + alike)
    truePositives = point.truePositives
    falsePositives = point.falsePositives
  }
  const value = halves / (2 * positives * negatives)
  return { value, ...areaInterval(value, positives, negatives) }
}

function areaInterval(value: number, positives: number, negatives: number) {
  const n = (positives + negatives) / 2 - 1
  const spread = (area: number): number => {
    const factor = 1 + (n * (1 - area)) / (2 - area) + (n * area) / (1 + area)
    return z95 * Math.sqrt((area * (1 - area) * factor) / (positives * negatives))
  }
  /** The place between `inside` and `outside` where the distance to the value equals the spread. */
  const edge = (inside: number, outside: number): number => {
    let [near, far] = [inside, outside]
    for (let step = 0; step < 60; step++) {
      const middle = (near + far) / 2
      if (Math.abs(middle - value) <= spread(middle)) near = middle
      else far = middle
    }
    return near
  }
  return { low: edge(value, 0), high: edge(value, 1) }
}

/**
 * Average precision: precision at each distinct score, weighted by the recall gained there; nothing is interpolated.
 * Undefined if no row is counterfeit.
 */
export function averagePrecision({ positives, points }: Ranking): number | undefined {
  if (positives === 0) return undefined
  let sum = 0
  let before = 0
  for (const { truePositives, falsePositives } of points) {
    sum += (truePositives - before) * (truePositives / (truePositives + falsePositives))
    before = truePositives
  }
  return sum / positives
}

export type RecallAtRate = {
  /** The highest false-positive rate allowed. */
  rate: number
  /** The lowest score that keeps the rate; null where even the highest score breaks it. */
  threshold: number | null
  recall: Share
  falsePositives: Share
  /** False if so few rows are label 0 that a single false alarm would exceed the rate. */
  resolved: boolean
}

/**
 * Recall at the lowest threshold that keeps the rate of false alarms at or under `rate`. Equal scores pass or fail
 * together. The intervals treat the threshold as fixed. Undefined if a class is missing.
 */
export function recallAtRate(ranking: Ranking, rate: number): RecallAtRate | undefined {
  const { positives, negatives, points } = ranking
  if (positives === 0 || negatives === 0) return undefined
  // 0.07 * 100 is a hair more than 7: the rate itself is compared, never its product.
  const point = points.findLast(({ falsePositives }) => falsePositives / negatives <= rate)
  return {
    rate,
    threshold: point?.threshold ?? null,
    recall: shareOf(point?.truePositives ?? 0, positives),
    falsePositives: shareOf(point?.falsePositives ?? 0, negatives),
    resolved: 1 / negatives <= rate,
  }
}

export type CurvePoint = { x: number; y: number }

/** False-positive rate (x) and recall (y), from 0, 0 to 1, 1. Empty where a class is missing. */
export function rocCurve({ positives, negatives, points }: Ranking): CurvePoint[] {
  if (positives === 0 || negatives === 0) return []
  return [
    { x: 0, y: 0 },
    ...points.map(({ truePositives, falsePositives }) => ({
      x: falsePositives / negatives,
      y: truePositives / positives,
    })),
  ]
}

/** Recall (x) and precision (y) at each distinct score. Empty where no row is counterfeit. */
export function precisionRecallCurve({ positives, points }: Ranking): CurvePoint[] {
  if (positives === 0) return []
  return points.map(({ truePositives, falsePositives }) => ({
    x: truePositives / positives,
    y: truePositives / (truePositives + falsePositives),
  }))
}

/**
 * Leaves out points of a long curve that are closer than `step` to the last one kept; the first, the last and the
 * turns at the beginning stay.
 */
export function thinned(curve: readonly CurvePoint[], step = 1 / 400): CurvePoint[] {
  const points: CurvePoint[] = []
  for (const [at, point] of curve.entries()) {
    const last = points.at(-1)
    const near =
      last !== undefined && Math.abs(point.x - last.x) + Math.abs(point.y - last.y) < step
    if (!near || at === curve.length - 1) points.push(point)
  }
  return points
}
