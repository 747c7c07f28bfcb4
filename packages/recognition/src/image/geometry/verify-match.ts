import type { Point, Transformation } from '../model.ts'
import { agreementOf, SIDE, type Agreement } from './agreement.ts'
import { align } from './align-pairs.ts'
import { changeOf } from './transformation.ts'
import type { Affine, Pairs, Places, Size } from './model.ts'
import { apply, areaOf, clip, covers, frameOf, hull, inverse } from './polygon.ts'

/** Evidence that two pictures are the same, before it is judged. */
export interface Evidence extends Agreement {
  /** Features that agree on one map. */
  inliers: number
  /** The same, each by how surely it is itself. */
  strength: number
  /** Agreement on the best other map: repeated patterns fit more than once. */
  rival: number
  /** Pairs that were there to agree or not. */
  pairs: number
  /**
   * Which share of the features in the part that matched agree, of the picture that has fewer there: of a
   * copy many do, of a like pattern few.
   */
  share: number
  /** Squares, of a twelfth of the longer side, with inliers; the fewer of both pictures. */
  spread: number
}

export interface Verified {
  evidence: Evidence
  /** From the reference's pixels to the query's, as in the files. */
  map: Affine
  transformation: Transformation
  /** The common area, corner for corner. */
  queryPolygon: Point[]
  referencePolygon: Point[]
  /** Places of the inliers, by the same order. */
  queryPoints: Point[]
  referencePoints: Point[]
}

const SQUARE = SIDE / 12
/** Fewer squares than these are a mark or a button, not a picture. */
const MIN_SQUARES = 3

/** A picture with the positions of its features; for a mirrored query, mirrored back. */
export interface Side extends Size {
  places: Places
}

/** Looks for one map of reference to query on which pairs agree, spread over an area. */
export function verify(
  pairs: Pairs,
  query: Side,
  reference: Side,
  mirrored: boolean,
): Verified | undefined {
  const alignment = align(pairs)
  if (!alignment) return undefined
  const { inliers, rival } = alignment
  const spread = Math.min(
    squaresOf(inliers, pairs.queryX, pairs.queryY),
    squaresOf(inliers, pairs.referenceX, pairs.referenceY),
  )
  if (spread < MIN_SQUARES) return undefined
  const map = inPixels(alignment.map, query, reference, mirrored)
  const referencePoints = pointsOf(inliers, pairs.referenceX, pairs.referenceY, reference)
  const queryPoints = pointsOf(inliers, pairs.queryX, pairs.queryY, query).map(([x, y]): Point =>
    mirrored ? [query.width - 1 - x, y] : [x, y],
  )
  const there = countWithin(inliers, pairs.queryX, pairs.queryY, query.places)
  const here = countWithin(inliers, pairs.referenceX, pairs.referenceY, reference.places)
  const share = inliers.length / Math.max(inliers.length, Math.min(there, here))
  const agreement = agreementOf(
    alignment.map,
    inliers,
    pairs,
    query.places,
    reference.places,
    reference,
  )
  const strength = inliers.reduce((sum, i) => sum + (pairs.weight[i] ?? 0), 0)
  return {
    evidence: {
      inliers: inliers.length,
      strength,
      rival,
      pairs: pairs.count,
      share,
      spread,
      ...agreement,
    },
    map,
    ...partsOf(map, query, reference, queryPoints, referencePoints, agreement),
    queryPoints,
    referencePoints,
  }
}

/**
 * Both pictures show everything that their frames have in common if the agreeing points span this much of it, or this
 * many of its squares agree; otherwise only the part between those points.
 */
const REACH = 0.4
const AGREED = 0.5

/** The common areas, corner for corner, and the change. */
function partsOf(
  map: Affine,
  query: Size,
  reference: Size,
  queryPoints: Point[],
  referencePoints: Point[],
  { compared, agreed }: Agreement,
): Pick<Verified, 'transformation' | 'queryPolygon' | 'referencePolygon'> {
  const back = inverse(map)
  const around = hull(queryPoints)
  const partners = new Map(queryPoints.map((point, i) => [point, referencePoints[i] ?? point]))
  const common = clip(hull(frameOf(reference).map((corner) => apply(map, corner))), query)
  const whole =
    areaOf(around) >= REACH * areaOf(common) || (compared > 0 && agreed >= AGREED * compared)
  const queryPolygon = whole ? common : around
  const referencePolygon = whole
    ? common.map((corner) => apply(back, corner))
    : around.map((point) => partners.get(point) ?? point)
  return {
    transformation: {
      ...changeOf(map),
      shown: areaOf(referencePolygon) / (reference.width * reference.height),
      covers: areaOf(queryPolygon) / (query.width * query.height),
    },
    queryPolygon,
    referencePolygon,
  }
}

/** From a picture's pixels to those of the picture brought to `SIDE`. */
export function broughtBy({ width, height }: Size): number {
  return SIDE / Math.max(width, height)
}

function squaresOf(inliers: number[], xs: Float64Array, ys: Float64Array): number {
  const squares = new Set<number>()
  for (const i of inliers) {
    const column = Math.floor((xs[i] ?? 0) / SQUARE)
    squares.add(column + 64 * Math.floor((ys[i] ?? 0) / SQUARE))
  }
  return squares.size
}

function countWithin(
  inliers: number[],
  xs: Float64Array,
  ys: Float64Array,
  places: Places,
): number {
  const part = hull(inliers.map((i): Point => [xs[i] ?? 0, ys[i] ?? 0]))
  let count = 0
  for (let i = 0; i < places.count; i++) {
    if (covers(part, [places.x[i] ?? 0, places.y[i] ?? 0])) count++
  }
  return count
}

function pointsOf(inliers: number[], xs: Float64Array, ys: Float64Array, size: Size): Point[] {
  const factor = broughtBy(size)
  return inliers.map((i): Point => [(xs[i] ?? 0) / factor, (ys[i] ?? 0) / factor])
}

function inPixels(map: Affine, query: Size, reference: Size, mirrored: boolean): Affine {
  const there = broughtBy(query)
  const factor = broughtBy(reference) / there
  const { a, b, c, d, e, f } = map
  const upright = {
    a: a * factor,
    b: b * factor,
    c: c / there,
    d: d * factor,
    e: e * factor,
    f: f / there,
  }
  if (!mirrored) return upright
  return { ...upright, a: -upright.a, b: -upright.b, c: query.width - 1 - upright.c }
}
