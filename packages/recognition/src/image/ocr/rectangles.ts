import type { Point } from '../model.ts'

/** A rectangle at any angle. */
export interface Rectangle {
  centre: Point
  /** Along the text as it seems to run, and across it. */
  width: number
  height: number
  /** Of `width` against the x axis, in radians. */
  angle: number
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

/** The same rectangle read from another side: a quarter to the right for each turn. */
export function turned({ centre, width, height, angle }: Rectangle, quarters: 1 | -1): Rectangle {
  return { centre, width: height, height: width, angle: angle + (quarters * Math.PI) / 2 }
}

/** Whether a point is within a rectangle, or at most a margin from its sides. */
export function holds(
  { centre, width, height, angle }: Rectangle,
  [x, y]: Point,
  margin = 0,
): boolean {
  const [dx, dy] = [x - centre[0], y - centre[1]]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (
    Math.abs(dx * cos + dy * sin) <= width / 2 + margin &&
    Math.abs(dy * cos - dx * sin) <= height / 2 + margin
  )
}
