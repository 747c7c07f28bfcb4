/** A part of a picture, in its points. */
export type Region = { x: number; y: number; width: number; height: number }

type Corner = { x: number; y: number }

/** What lies between two corners, in whole points and nowhere outside the picture. */
export function regionBetween(
  one: Corner,
  other: Corner,
  size: { width: number; height: number },
): Region {
  const [left, right] = between(one.x, other.x, size.width)
  const [top, bottom] = between(one.y, other.y, size.height)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Rounded outwards: what was drawn over is covered to its last point. */
function between(one: number, other: number, most: number): [number, number] {
  const within = (place: number): number => Math.max(0, Math.min(most, place))
  return [within(Math.floor(Math.min(one, other))), within(Math.ceil(Math.max(one, other)))]
}
