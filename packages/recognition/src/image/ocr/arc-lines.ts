import type { Point } from '../model.ts'
import { turned, type Rectangle } from './rectangles.ts'

/** A band along a circle, like a name on a badge. */
export interface Arc {
  /** Of the circle. */
  centre: Point
  radius: number
  /** Of the band's middle, seen from the centre, in radians. */
  angle: number
  /** Along the band and across it. */
  width: number
  height: number
  /** True if letters have their feet outside, as on the lower half of a badge. */
  inward: boolean
}

/** A shape that fills this share of its rectangle is straight. */
const FILLS = 0.8
/** It is bent if its middle is this many times its height beside the line between its ends, */
const BENT_FROM = 0.25
/** and no arc if its middle line deviates from the circle by this share of its height. */
const STRAYS = 0.25

/**
 * The arc along which the points of a line run, if it is bent: the circle through the middles of its columns (Kåsa's
 * fit), up to half of it. The rectangle is the smallest around the points.
 */
export function arcAlong(points: readonly Point[], around: Rectangle): Arc | undefined {
  if (points.length > FILLS * around.width * around.height) return undefined
  // Along its longer side.
  const frame = around.width >= around.height ? around : turned(around, 1)
  const columns = middlesOf(points, frame)
  const thick = points.length / columns.length
  // At its ends, which are cut aslant, a column holds a part of the band alone.
  const middles = columns.slice(Math.round(thick / 2), -Math.round(thick / 2))
  const circle = middles.length > thick ? circleThrough(middles) : undefined
  if (circle === undefined) return undefined
  const [u, v] = circle.centre
  const { radius } = circle
  // Its outer edge reaches furthest.
  const reach = Math.asin(Math.min(1, columns.length / (2 * radius + thick)))
  const length = 2 * radius * reach
  const height = points.length / length
  if (radius * (1 - Math.cos(reach)) < BENT_FROM * height) return undefined
  if (strayFrom(circle, middles) > STRAYS * height) return undefined
  const [cos, sin] = [Math.cos(frame.angle), Math.sin(frame.angle)]
  const [x, y] = frame.centre
  const apart = Math.sqrt(Math.max(0, radius ** 2 - u ** 2))
  const angle = frame.angle + Math.atan2(v > 0 ? -apart : apart, -u)
  return {
    centre: [x + u * cos - v * sin, y + u * sin + v * cos],
    radius,
    angle,
    width: length,
    height,
    inward: Math.sin(angle) > 0,
  }
}

/** The same arc with its letters upside down. */
export function reversed(arc: Arc): Arc {
  return { ...arc, inward: !arc.inward }
}

/** For each non-empty column of a frame, the middle of its points, relative to the frame's centre. */
function middlesOf(points: readonly Point[], frame: Rectangle): Point[] {
  const [cos, sin] = [Math.cos(frame.angle), Math.sin(frame.angle)]
  const columns = Math.ceil(frame.width)
  const [sums, counts] = [new Float64Array(columns), new Uint32Array(columns)]
  for (const [x, y] of points) {
    const [dx, dy] = [x - frame.centre[0], y - frame.centre[1]]
    const along = Math.floor(dx * cos + dy * sin + frame.width / 2)
    const column = Math.max(0, Math.min(columns - 1, along))
    sums[column] = (sums[column] ?? 0) + dy * cos - dx * sin
    counts[column] = (counts[column] ?? 0) + 1
  }
  return [...counts].flatMap((count, column): Point[] =>
    count === 0 ? [] : [[column + 0.5 - frame.width / 2, (sums[column] ?? 0) / count]],
  )
}

interface Circle {
  centre: Point
  radius: number
}

/** The circle with the least squared residuals of its equation (Kåsa 1976); none for a straight line. */
function circleThrough(points: readonly Point[]): Circle | undefined {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  let [xx, xy, yy, xd, yd] = [0, 0, 0, 0, 0]
  for (const [px, py] of points) {
    const [x, y] = [px - mx, py - my]
    const distance = (x * x + y * y) / 2
    xx += x * x
    xy += x * y
    yy += y * y
    xd += x * distance
    yd += y * distance
  }
  const determinant = xx * yy - xy * xy
  if (determinant < 1e-6) return undefined
  const [x, y] = [(xd * yy - yd * xy) / determinant, (yd * xx - xd * xy) / determinant]
  const radius = Math.sqrt(x * x + y * y + (xx + yy) / points.length)
  return { centre: [mx + x, my + y], radius }
}

/** The root mean square distance of points from a circle. */
function strayFrom({ centre: [x, y], radius }: Circle, points: readonly Point[]): number {
  const squares = points.map(([px, py]) => (Math.hypot(px - x, py - y) - radius) ** 2)
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / points.length)
}
