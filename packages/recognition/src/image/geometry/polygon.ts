import type { Point } from '../model.ts'
import type { Affine, Size } from './model.ts'

/** The convex hull, clockwise on a screen from the leftmost point (Andrew's monotone chain). */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([x, y], [u, v]) => x - u || y - v)
  if (sorted.length < 3) return sorted
  const top = chain(sorted)
  const bottom = chain(sorted.reverse())
  return [...top.slice(0, -1), ...bottom.slice(0, -1)]
}

function chain(points: readonly Point[]): Point[] {
  const result: Point[] = []
  for (const point of points) {
    while (result.length >= 2 && side(result.at(-2), result.at(-1), point) <= 0) result.pop()
    result.push(point)
  }
  return result
}

/** Positive if `p` is to the right of the way from `a` to `b`, as seen on a screen. */
function side(a: Point | undefined, b: Point | undefined, p: Point): number {
  if (!a || !b) return 0
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

export function areaOf(polygon: readonly Point[]): number {
  let sum = 0
  for (const [i, [x, y]] of polygon.entries()) {
    const [u, v] = polygon[(i + 1) % polygon.length] ?? [x, y]
    sum += x * v - u * y
  }
  return Math.abs(sum) / 2
}

export function frameOf({ width, height }: Size): Point[] {
  return [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]
}

/** The part of a convex polygon within a frame (Sutherland and Hodgman). */
export function clip(polygon: readonly Point[], { width, height }: Size): Point[] {
  const insides: ((point: Point) => number)[] = [
    ([x]) => x,
    ([x]) => width - x,
    ([, y]) => y,
    ([, y]) => height - y,
  ]
  return insides.reduce<Point[]>(
    (left, inside) =>
      left.flatMap((p, i): Point[] => {
        const q = left[(i + 1) % left.length] ?? p
        const here = inside(p)
        const there = inside(q)
        const clipped = here >= 0 ? [p] : []
        if (here >= 0 === there >= 0) return clipped
        const share = here / (here - there)
        return [...clipped, [p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])]]
      }),
    [...polygon],
  )
}

/** Whether a point is in a polygon from `hull`, or on its side. */
export function covers(polygon: readonly Point[], point: Point): boolean {
  return polygon.every((a, i) => side(a, polygon[(i + 1) % polygon.length], point) >= 0)
}

export function apply(map: Affine, [x, y]: Point): Point {
  return [map.a * x + map.b * y + map.c, map.d * x + map.e * y + map.f]
}

/** The map back, from the query to the reference. */
export function inverse({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * e - b * d
  return {
    a: e / determinant,
    b: -b / determinant,
    c: (b * f - c * e) / determinant,
    d: -d / determinant,
    e: a / determinant,
    f: (c * d - a * f) / determinant,
  }
}
