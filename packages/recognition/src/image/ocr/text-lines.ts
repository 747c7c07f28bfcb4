import type { Point } from '../model.ts'
import { arcAlong, type Arc } from './arc-lines.ts'
import { groupsOf, type ValueMap } from './point-groups.ts'
import type { Rectangle } from './rectangles.ts'

/** A line of text where the detector sees it. */
export interface DetectedLine {
  /** The smallest rectangle around it. */
  rectangle: Rectangle
  /** The arc along which it runs, if it is bent. */
  arc?: Arc
}

/** A point is text from this value on, and a group is a line of text from this average on (PaddleOCR's values). */
const TEXT_FROM = 0.3
const LINE_FROM = 0.6
/** The detector learned lines that were shrunk by this: area times it over the outline is the margin. */
const UNCLIP = 1.5
/** Narrower ones, in points of the map, hold no letters. */
const NARROWEST = 3

/**
 * Lines of text in a map of a differentiable-binarization detector (Liao et al., Real-time Scene Text Detection with
 * Differentiable Binarization, 2020), which has a value of 0 to 1 for each point: connected points, the smallest
 * rectangle around them, expanded to undo the detector's shrinking of lines. In points of the map.
 */
export function linesIn(map: ValueMap, most: number): DetectedLine[] {
  const detected: { line: DetectedLine; size: number }[] = []
  for (const group of groupsOf(map, TEXT_FROM)) {
    const points = group.map((at): Point => [at % map.width, Math.floor(at / map.width)])
    const rectangle = smallestAround(hullOf(rowEnds(points)))
    if (rectangle === undefined || Math.min(rectangle.width, rectangle.height) < NARROWEST) continue
    // Bent lines leave most of their rectangle empty: the detector's confidence is taken from their own points.
    const sum = group.reduce((total, at) => total + (map.data[at] ?? 0), 0)
    if (sum < LINE_FROM * group.length) continue
    const grown = grow(rectangle)
    if (Math.min(grown.width, grown.height) < NARROWEST + 2) continue
    const arc = arcAlong(points, rectangle)
    detected.push({
      line: { rectangle: grown, ...(arc && { arc: grow(arc) }) },
      size: rectangle.width * rectangle.height,
    })
  }
  if (detected.length > most) detected.sort((a, b) => b.size - a.size).length = most
  return detected.map(({ line }) => line)
}

/** The same line with the margin that the detector removes. */
function grow<Shape extends { width: number; height: number }>(shape: Shape): Shape {
  const { width, height } = shape
  const margin = (width * height * UNCLIP) / (2 * (width + height))
  return { ...shape, width: width + 2 * margin, height: height + 2 * margin }
}

/** The two ends of each row of points: all that their hull needs. */
function rowEnds(points: readonly Point[]): Point[] {
  const ends = new Map<number, [left: number, right: number]>()
  for (const [x, y] of points) {
    const row = ends.get(y)
    if (row === undefined) ends.set(y, [x, x])
    else {
      row[0] = Math.min(row[0], x)
      row[1] = Math.max(row[1], x)
    }
  }
  return [...ends].flatMap(([y, [left, right]]): Point[] => [
    [left, y],
    [right, y],
  ])
}

/** The convex hull, by Andrew's monotone chain. */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (inOrder: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of inOrder) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop()
      chain.push(point)
    }
    chain.pop()
    return chain
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

/** Above zero where the way over the three points turns left. */
function turn([ax, ay]: Point = [0, 0], [bx, by]: Point = [0, 0], [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

/** The rectangle of the least area around a convex hull: one of its sides coincides with one of the hull's. */
function smallestAround(hull: readonly Point[]): Rectangle | undefined {
  let best: (Rectangle & { area: number }) | undefined
  for (const [index, [x, y]] of hull.entries()) {
    const [nextX, nextY] = hull[(index + 1) % hull.length] ?? [x, y]
    const length = Math.hypot(nextX - x, nextY - y)
    if (length === 0) continue
    const [cos, sin] = [(nextX - x) / length, (nextY - y) / length]
    const along = hull.map(([px, py]) => px * cos + py * sin)
    const across = hull.map(([px, py]) => py * cos - px * sin)
    const [left, right] = [Math.min(...along), Math.max(...along)]
    const [top, bottom] = [Math.min(...across), Math.max(...across)]
    // A point of the map is a square, not a dot.
    const [width, height] = [right - left + 1, bottom - top + 1]
    if (best !== undefined && width * height >= best.area) continue
    const [u, v] = [(left + right) / 2, (top + bottom) / 2]
    best = {
      centre: [u * cos - v * sin, u * sin + v * cos],
      width,
      height,
      angle: Math.atan2(sin, cos),
      area: width * height,
    }
  }
  return best && level(best)
}

/** The same rectangle with its width within 45° of the x axis. */
function level({ centre, width, height, angle }: Rectangle): Rectangle {
  const quarter = Math.PI / 2
  const turns = Math.round(angle / quarter)
  const swapped = turns % 2 !== 0
  return {
    centre,
    width: swapped ? height : width,
    height: swapped ? width : height,
    angle: angle - turns * quarter,
  }
}
