import { smallSide } from './shrink-luma.ts'

/** Frequencies that are kept along each axis. */
export const side = 16

/** Half waves 1 to 16 of the cosine transform over 64 points; the mean of the picture is left out. */
const waves = Array.from({ length: side }, (_, wave) =>
  Float64Array.from(
    { length: smallSide },
    (_, at) =>
      Math.sqrt(2 / smallSide) * Math.cos((Math.PI / 2 / smallSide) * (wave + 1) * (2 * at + 1)),
  ),
)

/** The lowest 16 × 16 frequencies of a picture of 64 × 64, row by row, without those of no wave. */
export function transform(small: Float64Array): Float64Array {
  const down = new Float64Array(side * smallSide)
  waves.forEach((wave, row) => {
    for (let column = 0; column < smallSide; column++) {
      let sum = 0
      for (let at = 0; at < smallSide; at++)
        sum += (wave[at] ?? 0) * (small[at * smallSide + column] ?? 0)
      down[row * smallSide + column] = sum
    }
  })
  const frequencies = new Float64Array(side * side)
  for (let row = 0; row < side; row++)
    waves.forEach((wave, column) => {
      let sum = 0
      for (let at = 0; at < smallSide; at++)
        sum += (wave[at] ?? 0) * (down[row * smallSide + at] ?? 0)
      frequencies[row * side + column] = sum
    })
  return frequencies
}
