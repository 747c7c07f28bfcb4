import type { GrayPicture } from '../model.ts'
import { shrink } from './shrink-luma.ts'
import { side, transform } from './cosine-transform.ts'
import { wordsOfCode } from './hash-bits.ts'

/** How a picture may have been turned before it was shown: by quarters, mirrored or not. */
const orientations = [0, 1, 2, 3, 4, 5, 6, 7] as const

const leastSide = 5

type Size = Pick<GrayPicture, 'width' | 'height'>

export interface PdqHash {
  /** Eight codes of eight words, one for each orientation; the first is that of the upright picture. */
  codes: Uint32Array
  /** 0 to 100: the amount of detail. Below 50 unrelated pictures may be close to each other. */
  quality: number
}

/**
 * The perceptual hash PDQ (Facebook 2019, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
 * Algorithm"): bit `16 * row + column` is set if that frequency of the picture, scaled down to 64 × 64, is above the
 * median. A picture less than 5 pixels wide or high has quality 0.
 */
export function pdqHash(picture: GrayPicture): PdqHash {
  return pdqOf(picture, shrink(picture))
}

/** The same for a picture that is shrunk already. */
export function pdqOf({ width, height }: Size, small: Float64Array): PdqHash {
  const codes = new Uint32Array(orientations.length * wordsOfCode)
  if (Math.min(width, height) < leastSide) return { codes, quality: 0 }
  const frequencies = transform(small)
  for (const orientation of orientations)
    writeCode(turned(frequencies, orientation), codes, orientation * wordsOfCode)
  return { codes, quality: quality(small) }
}

/**
 * The frequencies of the turned picture, from those of the upright one: a mirrored axis changes the
 * sign of its odd frequencies, an exchange of the axes exchanges theirs.
 */
function turned(frequencies: Float64Array, orientation: number): Float64Array {
  const [leftRight, upDown, exchanged] = [1, 2, 4].map((bit) => (orientation & bit) !== 0)
  const result = new Float64Array(side * side)
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const value = frequencies[exchanged ? column * side + row : row * side + column] ?? 0
      // The first frequency kept is the one of a single half wave, which is odd.
      const mirrored = (leftRight && column % 2 === 0) !== (upDown && row % 2 === 0)
      result[row * side + column] = mirrored ? -value : value
    }
  return result
}

function writeCode(frequencies: Float64Array, codes: Uint32Array, at: number): void {
  const median = frequencies.toSorted()[frequencies.length / 2 - 1] ?? 0
  frequencies.forEach((value, bit) => {
    const word = at + (bit >>> 5)
    if (value > median) codes[word] = (codes[word] ?? 0) | (1 << (bit & 31))
  })
}

/** Counts the steps between neighbours that a person would see, each in whole percents of the range. */
function quality(small: Float64Array): number {
  let steps = 0
  const add = (one: number, other: number): void => {
    steps += Math.abs(Math.trunc((((small[one] ?? 0) - (small[other] ?? 0)) * 100) / 255))
  }
  for (let row = 0; row < 64; row++)
    for (let column = 0; column < 64; column++) {
      const here = row * 64 + column
      if (row < 63) add(here, here + 64)
      if (column < 63) add(here, here + 1)
    }
  return Math.min(100, Math.floor(steps / 90))
}
