import type { Unlikeness } from '../geometry/geometry-score.ts'
import type { Point } from '../model.ts'
import { CorrelationSums } from '../pixel-correlation.ts'
import { smallSide } from '../pdq/shrink-luma.ts'

/** Points on each side of a thumbnail. */
const side = 32
const step = smallSide / side
export const thumbnailBytes = side * side

/** A picture at low resolution: 32 × 32 means of luma, whatever its aspect ratio. */
export type Thumbnail = Uint8Array

export function thumbnailOf(small: Float64Array): Thumbnail {
  return Uint8Array.from({ length: thumbnailBytes }, (_, at) => {
    const first = Math.floor(at / side) * step * smallSide + (at % side) * step
    let sum = 0
    for (let row = 0; row < step; row++)
      for (let column = 0; column < step; column++)
        sum += small[first + row * smallSide + column] ?? 0
    return Math.round(sum / (step * step))
  })
}

/** The middle of a picture, where the goods are, in pixels of a thumbnail on each side of its centre. */
const middle = side / 4
/** Fewer common pixels than this are no evidence. */
const fewest = 48

/**
 * The difference of two pictures that show the same: the share of the content in one that the other does not explain,
 * lighter or darker, 0 to 1; for all of the reference, and for its middle. Undefined if they have too little in
 * common, or if there is nothing to see.
 *
 * @param map from the reference to the query, the sides of both 1 long; it preserves straight lines
 */
export function unlikeness(
  query: Thumbnail,
  reference: Thumbnail,
  map: (place: Point) => Point,
): Unlikeness {
  const [origin, right, down] = [map([0, 0]), map([1, 0]), map([0, 1])]
  const [inner, outer] = [new CorrelationSums(), new CorrelationSums()]
  for (let row = 0, at = 0; row < side; row++)
    for (let column = 0; column < side; column++, at++) {
      const [u, v] = [(column + 0.5) / side, (row + 0.5) / side]
      const x = origin[0] + u * (right[0] - origin[0]) + v * (down[0] - origin[0])
      const y = origin[1] + u * (right[1] - origin[1]) + v * (down[1] - origin[1])
      const shown = valueAt(query, x * side - 0.5, y * side - 0.5)
      if (shown < 0) continue
      const isInner = Math.max(Math.abs(column - 15.5), Math.abs(row - 15.5)) < middle
      if (isInner) inner.add(shown, reference[at] as number)
      else outer.add(shown, reference[at] as number)
    }
  return { middle: unlike(inner), whole: unlike(inner.with(outer)) }
}

function unlike(sums: CorrelationSums): number | undefined {
  const { count } = sums
  const { own, other, both } = sums.scatter()
  if (count < fewest || own < count || other < count) return undefined
  return 1 - Math.max(0, both) ** 2 / (own * other)
}

/** Between four points, by how near it is to each; -1 outside. */
function valueAt(thumbnail: Thumbnail, x: number, y: number): number {
  if (!(x >= -0.5 && y >= -0.5 && x <= side - 0.5 && y <= side - 0.5)) return -1
  const within = (value: number): number => Math.max(0, Math.min(side - 1.001, value))
  const [nearX, nearY] = [within(x), within(y)]
  const left = Math.floor(nearX)
  const top = Math.floor(nearY)
  const across = nearX - left
  const down = nearY - top
  const at = top * side + left
  const upper = (thumbnail[at] as number) * (1 - across) + (thumbnail[at + 1] as number) * across
  const lower =
    (thumbnail[at + side] as number) * (1 - across) + (thumbnail[at + side + 1] as number) * across
  return upper * (1 - down) + lower * down
}
