import { areaFactor } from '../geometry/fit-affine.ts'
import type { Affine } from '../geometry/model.ts'
import { apply } from '../geometry/polygon.ts'
import type { GrayPicture, PictureMatch, Point } from '../model.ts'
import { CorrelationSums } from '../pixel-correlation.ts'

/** A picture as compared, and the size to which the points of matches and readings refer. */
export interface ComparedPicture {
  gray: GrayPicture
  width: number
  height: number
}

/** A line of text that was read in a reference, with its corners, clockwise from where the text begins, at the top. */
export interface MarkLine {
  text: string
  box: readonly (readonly number[])[]
}

/** Rows of samples over the height of a line, and maximum columns over its width. */
const ROWS = 24
const MAX_COLUMNS = 320
/**
 * The surroundings of a line that must be the same, as shares of its height: starting here, since letters and covers
 * extend beyond a box, up to there.
 */
const AROUND_FROM = 0.4
const AROUND_TO = 1.8
/** A line that is shown lower than this is not read anyhow. */
const MIN_HEIGHT = 8
const MIN_WIDTH = 24
/** A map may be off by this many rows of samples. */
const REACH = 6
/** A line this similar, in surroundings this similar, is visible: the exact degree does not matter. */
const SEEN = 0.6
/** Differences up to this many gray levels count as the same. */
const SAME_WITHIN = 18
/** Squares per side for comparing both pictures as a whole. */
const SQUARES = 24
/** This share of a picture is assumed not to be covered. */
const UNCOVERED = 0.6
/** Places of the reference per side at which the remaining detail is measured, and the minimum number of results. */
const ELSEWHERE = 5
const MIN_ELSEWHERE = 3
const MAX_ELSEWHERE = 7
/**
 * They must vary by this many gray levels from sample to sample, so that recompression is not mistaken for detail,
 * and may vary less than the line by at most this factor.
 */
const MIN_DETAIL = 1.5
const LESS_RICH = 6

/** The map on which a match's polygons agree, by least squares. */
export function mapOf({
  queryPolygon: to,
  referencePolygon: from,
}: Pick<PictureMatch, 'queryPolygon' | 'referencePolygon'>): Affine | undefined {
  const n = from.length
  if (n < 3 || to.length !== n) return undefined
  const mean = (points: readonly Point[], axis: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / n
  const [mx, my, mu, mv] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)]
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0]
  from.forEach(([px, py], i) => {
    const [x, y] = [px - mx, py - my]
    const [u, v] = [(to[i]?.[0] ?? 0) - mu, (to[i]?.[1] ?? 0) - mv]
    xx += x * x
    xy += x * y
    yy += y * y
    xu += x * u
    yu += y * u
    xv += x * v
    yv += y * v
  })
  const determinant = xx * yy - xy * xy
  if (!(determinant > 1e-6 * xx * yy)) return undefined
  const a = (yy * xu - xy * yu) / determinant
  const b = (xx * yu - xy * xu) / determinant
  const d = (yy * xv - xy * yv) / determinant
  const e = (xx * yv - xy * xv) / determinant
  return { a, b, c: mu - a * mx - b * my, d, e, f: mv - d * mx - e * my }
}

export interface Whole {
  /** Correlation of both, seen coarsely. */
  alike: number
  /** The factor from the reference's gray levels to the picture's. */
  gain: number
  offset: number
}

export function wholePicture(
  query: ComparedPicture,
  reference: ComparedPicture,
  map: Affine,
): Whole | undefined {
  const pairs: [here: number, shown: number][] = []
  const step = Math.max(reference.width, reference.height) / SQUARES
  for (let y = step / 2; y < reference.height; y += step)
    for (let x = step / 2; x < reference.width; x += step) {
      const shown = meanAt(query, apply(map, [x, y]), step * scaleOf(map))
      const here = meanAt(reference, [x, y], step)
      if (!Number.isNaN(shown + here)) pairs.push([here, shown])
    }
  if (pairs.length < SQUARES) return undefined
  const all = fittedTo(pairs)
  const missed = ([here, shown]: readonly [number, number]): number =>
    Math.abs(all.gain * here + all.offset - shown)
  // Overlays on the picture must not affect the estimated change of colours.
  const nearest = [...pairs].sort((a, b) => missed(a) - missed(b))
  const { gain, offset } = fittedTo(nearest.slice(0, Math.ceil(pairs.length * UNCOVERED)))
  return { alike: all.correlation, gain, offset }
}

function fittedTo(pairs: readonly (readonly [number, number])[]): ReturnType<typeof fitted> {
  const sums = new CorrelationSums()
  for (const [here, shown] of pairs) sums.add(here, shown)
  return fitted(sums)
}

function scaleOf(map: Affine): number {
  return Math.sqrt(areaFactor(map))
}

/** The mean of a square around a place, by some points of it; none outside the picture. */
function meanAt(shown: ComparedPicture, [x, y]: Point, side: number): number {
  if (x < 0 || y < 0 || x > shown.width || y > shown.height) return NaN
  let sum = 0
  for (let i = -1.5; i <= 1.5; i++)
    for (let j = -1.5; j <= 1.5; j++) sum += at(shown, x + (i * side) / 4, y + (j * side) / 4)
  return sum / 16
}

/** The gray level between four points, by a place in points of the picture itself; that of the edge beyond it. */
function at({ gray, width, height }: ComparedPicture, x: number, y: number): number {
  const across = Math.max(0, Math.min(gray.width - 1.001, (x * gray.width) / width - 0.5))
  const down = Math.max(0, Math.min(gray.height - 1.001, (y * gray.height) / height - 0.5))
  const [left, top] = [Math.floor(across), Math.floor(down)]
  const [u, v] = [across - left, down - top]
  const from = top * gray.width + left
  const { data } = gray
  const upper = (data[from] as number) * (1 - u) + (data[from + 1] ?? 0) * u
  const lower = (data[from + gray.width] ?? 0) * (1 - u) + (data[from + gray.width + 1] ?? 0) * u
  return upper * (1 - v) + lower * v
}

/** Samples of a line and its surroundings in both pictures; NaN outside the picture. */
interface Samples {
  columns: number
  rows: number
  margin: number
  reference: Float64Array
  query: Float64Array
}

export interface Measured {
  /** The line's contrast in the reference, in gray levels. */
  contrast: number
  /** Correlation of both within the line. */
  line: number
  /** Share of the surroundings that is the same. */
  around: number
  /** Remaining share of the line's detail, and of equally rich detail elsewhere. */
  left: number
  elsewhere: number | undefined
}

/** Possible offsets of a line, the nearest first. */
const shifts = [-6, -4, -2, 0, 2, 4, 6]
  .flatMap((dy) => [-6, -4, -2, 0, 2, 4, 6].map((dx) => [dx, dy] as const))
  .sort(([a, b], [c, d]) => a * a + b * b - c * c - d * d)

/** The measurements of a line; undefined if it is too small, or outside the picture. */
export function measureMarks(
  query: ComparedPicture,
  reference: ComparedPicture,
  map: Affine,
  { gain, offset }: Whole,
  box: MarkLine['box'],
): Measured | undefined {
  const samples = samplesOf(query, reference, map, { box, around: AROUND_TO })
  if (samples === undefined) return undefined
  const best = { line: -1, around: 0 }
  for (const [dx, dy] of shifts) {
    const { line, around } = alikeAt(samples, dx, dy, gain, offset)
    best.line = Math.max(best.line, line)
    best.around = Math.max(best.around, around)
    if (best.line >= SEEN && best.around >= SEEN) break
  }
  const own = detailOf(samples)
  return {
    ...best,
    contrast: contrastOf(samples),
    left: own.left,
    elsewhere: elsewhere(query, reference, map, box, own.here),
  }
}

function samplesOf(
  query: ComparedPicture,
  reference: ComparedPicture,
  map: Affine,
  { box, around }: { box: MarkLine['box']; around: number },
): Samples | undefined {
  const [p0, p1, , p3] = box.map(([x = 0, y = 0]): Point => [x, y])
  if (p0 === undefined || p1 === undefined || p3 === undefined) return undefined
  const pointsOf = (of: ComparedPicture): number => of.gray.width / of.width
  const along = Math.hypot(p1[0] - p0[0], p1[1] - p0[1])
  const high = Math.hypot(p3[0] - p0[0], p3[1] - p0[1])
  const [here, there] = [pointsOf(reference), scaleOf(map) * pointsOf(query)]
  const scale = Math.min(here, there)
  if (high * scale < MIN_HEIGHT || along * scale < MIN_WIDTH) return undefined
  const rows = Math.min(ROWS, Math.round(high * scale))
  const columns = Math.min(MAX_COLUMNS, Math.max(rows, Math.round((rows * along) / high)))
  const margin = Math.round(rows * around) + (around > 0 ? REACH : 0)
  const place = (column: number, row: number): Point => [
    p0[0] + (column / columns) * (p1[0] - p0[0]) + (row / rows) * (p3[0] - p0[0]),
    p0[1] + (column / columns) * (p1[1] - p0[1]) + (row / rows) * (p3[1] - p0[1]),
  ]
  const isWithin = ([x, y]: Point): boolean =>
    x >= 0 && y >= 0 && x <= query.width && y <= query.height
  // Cut off is not hidden.
  const ends = [place(0, 0), place(columns, 0), place(0, rows), place(columns, rows)]
  if (!ends.every((corner) => isWithin(apply(map, corner)))) return undefined
  const wide = columns + 2 * margin
  const samples: Samples = {
    columns,
    rows,
    margin,
    reference: new Float64Array(wide * (rows + 2 * margin)),
    query: new Float64Array(wide * (rows + 2 * margin)),
  }
  // Several pixels are averaged if a sample covers more than one.
  const fine = Math.max(1, Math.min(4, Math.round((high / rows) * Math.max(here, there))))
  for (let i = 0; i < samples.query.length; i++) {
    const [column, row] = [(i % wide) - margin, Math.floor(i / wide) - margin]
    let [a, b] = [0, 0]
    for (let part = 0; part < fine * fine; part++) {
      const [u, v] = [((part % fine) + 0.5) / fine, (Math.floor(part / fine) + 0.5) / fine]
      const point = place(column + u, row + v)
      const shown = apply(map, point)
      a += isInside(reference, point) ? at(reference, point[0], point[1]) : NaN
      b += isWithin(shown) ? at(query, shown[0], shown[1]) : NaN
    }
    samples.reference[i] = a / fine ** 2
    samples.query[i] = b / fine ** 2
  }
  return samples
}

function isInside({ width, height }: ComparedPicture, [x, y]: Point): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height
}

/** The similarity of both at a shift: the line by correlation, its surroundings by the share that is the same. */
function alikeAt(
  { columns, rows, margin, reference, query }: Samples,
  dx: number,
  dy: number,
  gain: number,
  offset: number,
): { line: number; around: number } {
  const wide = columns + 2 * margin
  const tall = rows + 2 * margin
  const near = Math.round(AROUND_FROM * rows)
  const line = new CorrelationSums()
  let [same, all] = [0, 0]
  for (let row = REACH; row < tall - REACH; row++)
    for (let column = REACH; column < wide - REACH; column++) {
      const beyond = Math.max(
        margin - column,
        column - margin - columns + 1,
        margin - row,
        row - margin - rows + 1,
      )
      if (beyond > 0 && beyond <= near) continue
      const here = reference[row * wide + column] as number
      const shown = query[(row + dy) * wide + column + dx] as number
      if (Number.isNaN(shown + here)) continue
      if (beyond <= 0) line.add(here, shown)
      else {
        all++
        if (Math.abs(gain * here + offset - shown) <= SAME_WITHIN) same++
      }
    }
  return { line: fitted(line).correlation, around: all < rows * rows ? 0 : same / all }
}

function contrastOf({ columns, rows, margin, reference }: Samples): number {
  const wide = columns + 2 * margin
  let sum = 0
  const own: number[] = []
  for (let row = margin; row < margin + rows; row++)
    for (let column = margin; column < margin + columns; column++) {
      const value = reference[row * wide + column] as number
      own.push(value)
      sum += value
    }
  const mean = sum / own.length
  return own.reduce((total, value) => total + Math.abs(value - mean), 0) / own.length
}

/** The variation from sample to sample of a line in the reference, and the share of it in the picture. */
function detailOf({ columns, rows, margin, reference, query }: Samples): {
  here: number
  left: number
} {
  const wide = columns + 2 * margin
  let [here, there, count] = [0, 0, 0]
  for (let row = margin; row < margin + rows - 1; row++)
    for (let column = margin; column < margin + columns - 1; column++) {
      const i = row * wide + column
      const change = (of: Float64Array): number =>
        Math.abs((of[i + 1] as number) - (of[i] as number)) +
        Math.abs((of[i + wide] as number) - (of[i] as number))
      here += change(reference)
      there += change(query)
      count++
    }
  return { here: here / count, left: there / (here + count * 0.01) }
}

/** The median share that remains of the richest detail elsewhere in the picture; undefined if there is little. */
function elsewhere(
  query: ComparedPicture,
  reference: ComparedPicture,
  map: Affine,
  box: MarkLine['box'],
  rich: number,
): number | undefined {
  const [left = [0, 0]] = box
  const places: { here: number; left: number }[] = []
  for (let row = 0; row < ELSEWHERE; row++)
    for (let column = 0; column < ELSEWHERE; column++) {
      const dx = ((column + 0.3) / ELSEWHERE) * reference.width - (left[0] ?? 0)
      const dy = ((row + 0.3) / ELSEWHERE) * reference.height - (left[1] ?? 0)
      const moved = box.map(([x = 0, y = 0]) => [x + dx, y + dy])
      if (!moved.every(([x = 0, y = 0]) => isInside(reference, [x, y]))) continue
      if (overlap(box, moved)) continue
      const samples = samplesOf(query, reference, map, { box: moved, around: 0 })
      if (samples === undefined) continue
      const detail = detailOf(samples)
      if (detail.here >= Math.max(MIN_DETAIL, rich / LESS_RICH)) places.push(detail)
    }
  if (places.length < MIN_ELSEWHERE) return undefined
  const shares = places
    .sort((a, b) => b.here - a.here)
    .slice(0, MAX_ELSEWHERE)
    .map((place) => place.left)
    .sort((a, b) => a - b)
  return shares[Math.floor(shares.length / 2)]
}

function overlap(one: MarkLine['box'], other: MarkLine['box']): boolean {
  const range = (box: MarkLine['box'], axis: 0 | 1): [number, number] => {
    const values = box.map((corner) => corner[axis] ?? 0)
    return [Math.min(...values), Math.max(...values)]
  }
  return ([0, 1] as const).every((axis) => {
    const [[from, to], [begin, end]] = [range(one, axis), range(other, axis)]
    return from < end && begin < to
  })
}

/** The linear regression of one picture's values on the other's. */
function fitted(sums: CorrelationSums): { correlation: number; gain: number; offset: number } {
  const { count, own, other } = sums
  const scatter = sums.scatter()
  const gain = scatter.own > count ? scatter.both / scatter.own : 0
  const correlation =
    scatter.own > count && scatter.other > count
      ? scatter.both / Math.sqrt(scatter.own * scatter.other)
      : 0
  return { correlation, gain, offset: (other - gain * own) / count }
}
