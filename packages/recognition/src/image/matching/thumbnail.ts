import { smallSide } from '../pdq/shrink.ts'

/** Points on each side of a thumbnail. */
const side = 32
const step = smallSide / side

/** What a picture looks like from afar: 32 × 32 means of luma, whatever its own shape is. */
export type Thumbnail = Uint8Array

export function thumbnailOf(small: Float64Array): Thumbnail {
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const first = Math.floor(at / side) * step * smallSide + (at % side) * step
    let sum = 0
    for (let row = 0; row < step; row++)
      for (let column = 0; column < step; column++)
        sum += small[first + row * smallSide + column] ?? 0
    return Math.round(sum / (step * step))
  })
}

/** A place in a picture whose sides are 1 long. */
type Place = readonly [x: number, y: number]

/** Fewer points than these in common tell nothing. */
const fewest = 48

/**
 * How unlike two pictures are where both show the same: the share of what is seen in the one that the
 * other does not tell, lighter or darker, 0 to 1. Undefined where they have too little in common, or where
 * there is nothing to see.
 *
 * @param map from the reference to the query
 */
export function unlikeness(
  query: Thumbnail,
  reference: Thumbnail,
  map: (place: Place) => Place,
): number | undefined {
  let [count, q, r, qq, rr, qr] = [0, 0, 0, 0, 0, 0]
  reference.forEach((value, at) => {
    const [x, y] = map([((at % side) + 0.5) / side, (Math.floor(at / side) + 0.5) / side])
    const shown = valueAt(query, x * side - 0.5, y * side - 0.5)
    if (shown === undefined) return
    count++
    q += shown
    r += value
    qq += shown * shown
    rr += value * value
    qr += shown * value
  })
  const [spreadQuery, spread, together] = [
    qq - (q * q) / count,
    rr - (r * r) / count,
    qr - (q * r) / count,
  ]
  if (count < fewest || spreadQuery < count || spread < count) return undefined
  return 1 - Math.max(0, together) ** 2 / (spreadQuery * spread)
}

/** Between four points, by how near it is to each. */
function valueAt(thumbnail: Thumbnail, x: number, y: number): number | undefined {
  if (x < -0.5 || y < -0.5 || x > side - 0.5 || y > side - 0.5) return undefined
  const within = (value: number): number => Math.max(0, Math.min(side - 1.001, value))
  const [left, top] = [Math.floor(within(x)), Math.floor(within(y))]
  const [across, down] = [within(x) - left, within(y) - top]
  const at = (column: number, row: number): number =>
    thumbnail[(top + row) * side + left + column] ?? 0
  const upper = at(0, 0) * (1 - across) + at(1, 0) * across
  const lower = at(0, 1) * (1 - across) + at(1, 1) * across
  return upper * (1 - down) + lower * down
}
