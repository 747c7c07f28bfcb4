import { at, FIRST_BLUR, SCALES, type Octave } from './pyramid.ts'

export interface Candidate {
  octave: number
  level: number
  x: number
  y: number
  blur: number
  contrast: number
}

const BORDER = 5
const EDGE = 10

/** Extrema over space and scale, in the order in which the kernel finds them. */
export function findExtrema(octaves: readonly Octave[], floor: number): Candidate[] {
  const candidates: Candidate[] = []
  for (const [octave, { differences }] of octaves.entries()) {
    const { width, height } = differences[0]!
    for (let level = 1; level <= SCALES; level++) {
      for (let y = BORDER; y < height - BORDER; y++) {
        for (let x = BORDER; x < width - BORDER; x++) {
          if (Math.abs(at(differences[level]!, x, y)) <= 0.8 * floor) continue
          if (!isExtremal(octaves[octave]!, level, x, y)) continue
          const candidate = refined(octaves[octave]!, level, x, y, floor)
          if (candidate) candidates.push({ octave, ...candidate })
        }
      }
    }
  }
  return candidates
}

function isExtremal({ differences }: Octave, level: number, x: number, y: number): boolean {
  const own = at(differences[level]!, x, y)
  let above = true
  let below = true
  for (const l of [-1, 0, 1]) {
    for (const j of [-1, 0, 1]) {
      for (const i of [-1, 0, 1]) {
        if (l === 0 && j === 0 && i === 0) continue
        const other = at(differences[level + l]!, x + i, y + j)
        above &&= own > other
        below &&= own < other
      }
    }
  }
  return above || below
}

/** Solves three equations in three unknowns by Cramer's rule. */
function solve(m: number[][], v: number[]): number[] | undefined {
  const determinant = ([a, b, c]: number[][]) =>
    a![0]! * (b![1]! * c![2]! - b![2]! * c![1]!) -
    a![1]! * (b![0]! * c![2]! - b![2]! * c![0]!) +
    a![2]! * (b![0]! * c![1]! - b![1]! * c![0]!)
  const whole = determinant(m)
  if (Math.abs(whole) < 1e-12) return undefined
  return [0, 1, 2].map(
    (k) => determinant(m.map((row, i) => row.map((value, j) => (j === k ? v[i]! : value)))) / whole,
  )
}

function refined(
  { differences }: Octave,
  firstLevel: number,
  firstX: number,
  firstY: number,
  floor: number,
): Omit<Candidate, 'octave'> | undefined {
  let [x, y, level] = [firstX, firstY, firstLevel]
  const { width, height } = differences[0]!
  for (let step = 0; step < 4; step++) {
    const d = (i: number, j: number, l: number) => at(differences[level + l]!, x + i, y + j)
    const own = d(0, 0, 0)
    const gradient = [
      (d(1, 0, 0) - d(-1, 0, 0)) / 2,
      (d(0, 1, 0) - d(0, -1, 0)) / 2,
      (d(0, 0, 1) - d(0, 0, -1)) / 2,
    ]
    const xx = d(1, 0, 0) + d(-1, 0, 0) - 2 * own
    const yy = d(0, 1, 0) + d(0, -1, 0) - 2 * own
    const ss = d(0, 0, 1) + d(0, 0, -1) - 2 * own
    const xy = (d(1, 1, 0) - d(-1, 1, 0) - d(1, -1, 0) + d(-1, -1, 0)) / 4
    const xs = (d(1, 0, 1) - d(-1, 0, 1) - d(1, 0, -1) + d(-1, 0, -1)) / 4
    const ys = (d(0, 1, 1) - d(0, -1, 1) - d(0, 1, -1) + d(0, -1, -1)) / 4
    const curvature = [
      [xx, xy, xs],
      [xy, yy, ys],
      [xs, ys, ss],
    ]
    const shift = solve(
      curvature,
      gradient.map((value) => -value),
    )
    if (!shift) return undefined
    if (shift.every((value) => Math.abs(value) <= 0.6)) {
      const plane = xx * yy - xy * xy
      if (plane <= 0 || (xx + yy) ** 2 * EDGE >= (EDGE + 1) ** 2 * plane) return undefined
      const rise = gradient.reduce((sum, value, i) => sum + value * shift[i]!, 0)
      const contrast = Math.abs(own + rise / 2)
      if (contrast < floor) return undefined
      const blur = FIRST_BLUR * 2 ** ((level + shift[2]!) / SCALES)
      return { level, x: x + shift[0]!, y: y + shift[1]!, blur, contrast }
    }
    if (shift.some((value) => Math.abs(value) > 2)) return undefined
    const steps = shift.map((value) => (value > 0.6 ? 1 : value < -0.6 ? -1 : 0))
    x += steps[0]!
    y += steps[1]!
    level += steps[2]!
    if (x < BORDER || y < BORDER || x >= width - BORDER || y >= height - BORDER) return undefined
    if (level < 1 || level > SCALES) return undefined
  }
  return undefined
}
