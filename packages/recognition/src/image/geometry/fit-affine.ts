import type { Affine, Pairs } from './model.ts'

/** The similarity by which one pair alone would bring the reference onto the query. */
export function similarityOf(pairs: Pairs, i: number): Affine {
  const scale = 2 ** (pairs.growth[i] ?? 0)
  const a = Math.cos(pairs.turn[i] ?? 0) * scale
  const d = Math.sin(pairs.turn[i] ?? 0) * scale
  const x = pairs.referenceX[i] ?? 0
  const y = pairs.referenceY[i] ?? 0
  return {
    a,
    b: -d,
    c: (pairs.queryX[i] ?? 0) - (a * x - d * y),
    d,
    e: a,
    f: (pairs.queryY[i] ?? 0) - (d * x + a * y),
  }
}

/** Squared distance of a pair from its mapped position, in pixels of the query. */
export function squaredError(map: Affine, pairs: Pairs, i: number): number {
  const x = pairs.referenceX[i] as number
  const y = pairs.referenceY[i] as number
  const dx = map.a * x + map.b * y + map.c - (pairs.queryX[i] as number)
  const dy = map.d * x + map.e * y + map.f - (pairs.queryY[i] as number)
  return dx * dx + dy * dy
}

/** How much larger the query shows the reference, by area. */
export function areaFactor(map: Affine): number {
  return Math.abs(map.a * map.e - map.b * map.d)
}

/**
 * Least squares over some pairs, regularised towards the previous map with the strength of `ridge` square pixels: few
 * pairs, or pairs on one line, determine only a part of the map and leave the rest unchanged.
 */
export function refit(before: Affine, pairs: Pairs, chosen: number[], ridge: number): Affine {
  const middle = weightedMiddle(pairs, chosen)
  let xx = ridge
  let xy = 0
  let yy = ridge
  let px = ridge * before.a
  let py = ridge * before.b
  let qx = ridge * before.d
  let qy = ridge * before.e
  for (const i of chosen) {
    const weight = pairs.weight[i] as number
    const x = (pairs.referenceX[i] as number) - middle.x
    const y = (pairs.referenceY[i] as number) - middle.y
    const u = weight * ((pairs.queryX[i] as number) - middle.u)
    const v = weight * ((pairs.queryY[i] as number) - middle.v)
    xx += weight * x * x
    xy += weight * x * y
    yy += weight * y * y
    px += x * u
    py += y * u
    qx += x * v
    qy += y * v
  }
  const determinant = xx * yy - xy * xy
  const a = (yy * px - xy * py) / determinant
  const b = (xx * py - xy * px) / determinant
  const d = (yy * qx - xy * qy) / determinant
  const e = (xx * qy - xy * qx) / determinant
  return {
    a,
    b,
    c: middle.u - a * middle.x - b * middle.y,
    d,
    e,
    f: middle.v - d * middle.x - e * middle.y,
  }
}

function weightedMiddle(pairs: Pairs, chosen: number[]) {
  let sum = 0
  let x = 0
  let y = 0
  let u = 0
  let v = 0
  for (const i of chosen) {
    const weight = pairs.weight[i] as number
    sum += weight
    x += weight * (pairs.referenceX[i] as number)
    y += weight * (pairs.referenceY[i] as number)
    u += weight * (pairs.queryX[i] as number)
    v += weight * (pairs.queryY[i] as number)
  }
  return { x: x / sum, y: y / sum, u: u / sum, v: v / sum }
}
