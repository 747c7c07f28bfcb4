import type { Point } from '../model.ts'

/** Where the detector sees text: a value of 0 to 1 for each point of a smaller picture, row by row. */
export interface TextMap {
  width: number
  height: number
  data: Float32Array
}

/** A rectangle at any angle. */
export interface Rectangle {
  centre: Point
  /** Along the text as it seems to run, and across it. */
  width: number
  height: number
  /** Of `width` against the x axis, in radians. */
  angle: number
}

/** A point is text from here on, and a line of text when it is so much on average (PaddleOCR's values). */
const TEXT_FROM = 0.3
const LINE_FROM = 0.6
/** The detector learned lines that were shrunk by this: area times it over the outline is the margin. */
const UNCLIP = 1.5
/** Narrower ones, in points of the map, hold no letters. */
const NARROWEST = 3

/**
 * Lines of text in a map of a differentiable-binarization detector (Liao et al., Real-time Scene Text
 * Detection with Differentiable Binarization, 2020): points that hang together, the smallest rectangle
 * around them, grown by what the detector shrinks lines by. In points of the map.
 */
export function linesIn(map: TextMap, most: number): Rectangle[] {
  const found: { rectangle: Rectangle; size: number }[] = []
  for (const outline of outlinesOf(map)) {
    const rectangle = smallestAround(hullOf(outline))
    if (rectangle === undefined || Math.min(rectangle.width, rectangle.height) < NARROWEST) continue
    if (meanWithin(map, rectangle) < LINE_FROM) continue
    const { width, height } = rectangle
    const margin = (width * height * UNCLIP) / (2 * (width + height))
    const grown = { ...rectangle, width: width + 2 * margin, height: height + 2 * margin }
    if (Math.min(grown.width, grown.height) < NARROWEST + 2) continue
    found.push({ rectangle: grown, size: width * height })
  }
  if (found.length > most) found.sort((a, b) => b.size - a.size).length = most
  return found.map(({ rectangle }) => rectangle)
}

/** For each group of points that hang together, also over corners, the two ends of each of its rows. */
function* outlinesOf({ width, height, data }: TextMap): Generator<Point[]> {
  const seen = new Uint8Array(width * height)
  const stack: number[] = []
  for (let first = 0; first < data.length; first++) {
    if (seen[first] === 1 || (data[first] ?? 0) < TEXT_FROM) continue
    const ends = new Map<number, [left: number, right: number]>()
    stack.push(first)
    seen[first] = 1
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width
      const y = (at - x) / width
      const row = ends.get(y)
      if (row === undefined) ends.set(y, [x, x])
      else {
        row[0] = Math.min(row[0], x)
        row[1] = Math.max(row[1], x)
      }
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx
          if (seen[next] === 1 || (data[next] ?? 0) < TEXT_FROM) continue
          seen[next] = 1
          stack.push(next)
        }
    }
    yield [...ends].flatMap(([y, [left, right]]): Point[] => [
      [left, y],
      [right, y],
    ])
  }
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

/** The rectangle of the least area around a convex hull: one of its sides lies on one of the hull's. */
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
      ...{ centre: [u * cos - v * sin, u * sin + v * cos], width, height },
      ...{ angle: Math.atan2(sin, cos), area: width * height },
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
    ...{ centre, width: swapped ? height : width, height: swapped ? width : height },
    angle: angle - turns * quarter,
  }
}

function meanWithin({ width, height, data }: TextMap, rectangle: Rectangle): number {
  const [cx, cy] = rectangle.centre
  const [cos, sin] = [Math.cos(rectangle.angle), Math.sin(rectangle.angle)]
  const [halfWidth, halfHeight] = [rectangle.width / 2, rectangle.height / 2]
  const reachX = Math.abs(halfWidth * cos) + Math.abs(halfHeight * sin)
  const reachY = Math.abs(halfWidth * sin) + Math.abs(halfHeight * cos)
  let [sum, count] = [0, 0]
  for (let y = Math.max(0, Math.ceil(cy - reachY)); y <= Math.min(height - 1, cy + reachY); y++)
    for (let x = Math.max(0, Math.ceil(cx - reachX)); x <= Math.min(width - 1, cx + reachX); x++) {
      const [dx, dy] = [x - cx, y - cy]
      if (Math.abs(dx * cos + dy * sin) > halfWidth) continue
      if (Math.abs(dy * cos - dx * sin) > halfHeight) continue
      sum += data[y * width + x] ?? 0
      count++
    }
  return count === 0 ? 0 : sum / count
}

/** Its corners, clockwise from the top left of the text. */
export function cornersOf({
  centre: [x, y],
  width,
  height,
  angle,
}: Rectangle): [Point, Point, Point, Point] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const corner = (alongHalf: number, acrossHalf: number): Point => {
    const [along, across] = [(alongHalf * width) / 2, (acrossHalf * height) / 2]
    return [x + along * cos - across * sin, y + along * sin + across * cos]
  }
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}
