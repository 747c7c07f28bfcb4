import type { GrayPicture } from '../model.ts'

/** Pixels on each side of the picture from which the frequencies are computed. */
export const smallSide = 64

/** The pixels of one line of `length` that contribute to each of 64: where they begin, and the weight of each. */
interface Weights {
  starts: Int32Array
  weights: Float64Array[]
}

/**
 * PDQ's small picture: two moving means along each axis, then the middle of every block. The means along one axis are
 * independent of the other, so that both become one weighted sum per axis, computed only for the 64 positions: each
 * pixel is read about once, instead of being averaged four times.
 */
export function shrink({ width, height, data }: GrayPicture): Float64Array {
  const across = weightsFor(width)
  const down = weightsFor(height)
  const narrow = new Float64Array(height * smallSide)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < smallSide; column++)
      narrow[row * smallSide + column] = weighted(data, row * width, 1, across, column)
  const small = new Float64Array(smallSide * smallSide)
  for (let row = 0; row < smallSide; row++)
    for (let column = 0; column < smallSide; column++)
      small[row * smallSide + column] = weighted(narrow, column, smallSide, down, row)
  return small
}

function weighted(
  line: Uint8Array | Float64Array,
  begin: number,
  step: number,
  { starts, weights }: Weights,
  index: number,
): number {
  const parts = weights[index] as Float64Array
  let at = begin + (starts[index] as number) * step
  let sum = 0
  for (let part = 0; part < parts.length; part++) {
    sum += (line[at] as number) * (parts[part] as number)
    at += step
  }
  return sum
}

function weightsFor(length: number): Weights {
  const full = Math.ceil(length / (2 * smallSide))
  const ahead = full >> 1
  const behind = full - ahead - 1
  const from = (at: number): number => Math.max(0, at - behind)
  const to = (at: number): number => Math.min(length - 1, at + ahead)
  const starts = new Int32Array(smallSide)
  const weights: Float64Array[] = []
  for (let index = 0; index < smallSide; index++) {
    const middle = Math.floor(((index + 0.5) * length) / smallSide)
    const start = from(from(middle))
    const parts = new Float64Array(to(to(middle)) - start + 1)
    const outer = 1 / (to(middle) - from(middle) + 1)
    for (let mean = from(middle); mean <= to(middle); mean++) {
      const share = outer / (to(mean) - from(mean) + 1)
      for (let at = from(mean); at <= to(mean); at++)
        parts[at - start] = (parts[at - start] ?? 0) + share
    }
    starts[index] = start
    weights.push(parts)
  }
  return { starts, weights }
}
