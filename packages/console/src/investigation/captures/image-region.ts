/** A rectangle in pixels of the picture. */
export type Region = { x: number; y: number; width: number; height: number }

type Corner = { x: number; y: number }

/** The rectangle between two corners, in whole pixels within the picture. */
export function regionBetween(
  one: Corner,
  other: Corner,
  size: { width: number; height: number },
): Region {
  const [left, right] = between(one.x, other.x, size.width)
  const [top, bottom] = between(one.y, other.y, size.height)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Rounded outwards, so that the whole selection is covered. */
function between(one: number, other: number, max: number): [number, number] {
  const within = (place: number): number => Math.max(0, Math.min(max, place))
  return [within(Math.floor(Math.min(one, other))), within(Math.ceil(Math.max(one, other)))]
}
