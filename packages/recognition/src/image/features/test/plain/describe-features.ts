import { chooseCandidates } from '../../choose-features.ts'
import { broughtTo, FLOOR, mostOf, QUERY, type Features } from '../../describe-features.ts'
import type { GrayPicture } from '../../../model.ts'
import { findExtrema, type Candidate } from './extrema.ts'
import { at, buildPyramid, resample, type Octave, type Plane } from './pyramid.ts'

const TURN = 2 * Math.PI
const BINS = 36

/** Features as `describe` finds them, by plain arithmetic in double precision: its oracle. */
export function describePlainly(
  picture: GrayPicture,
  options: Partial<typeof QUERY> = {},
): Features {
  const { side, narrow, ...asked } = { ...QUERY, ...options }
  const { width, height } = picture
  const most = mostOf({ most: asked.most, narrow }, picture)
  const { columns, rows } = broughtTo({ side, narrow }, width, height)
  const octaves = buildPyramid(resample(picture, columns, rows))
  const candidates = findExtrema(octaves, FLOOR)
  const chosen = chooseCandidates(
    {
      count: candidates.length,
      octave: Uint8Array.from(candidates, ({ octave }) => octave),
      level: Uint8Array.from(candidates, ({ level }) => level),
      x: Float32Array.from(candidates, ({ x }) => x),
      y: Float32Array.from(candidates, ({ y }) => y),
      contrast: Float32Array.from(candidates, ({ contrast }) => contrast),
    },
    { columns, rows },
    most,
  )
  const features = [...chosen]
    .map((i) => candidates[i]!)
    .flatMap((candidate) =>
      directionsOf(octaves, candidate).map((angle) => ({ ...candidate, angle })),
    )
    .slice(0, most)
  const [across, down] = [width / columns, height / rows]
  const column = (value: (feature: (typeof features)[number]) => number) =>
    Float32Array.from(features, value)
  return {
    width,
    height,
    count: features.length,
    x: column(({ x, octave }) => (x * 2 ** octave + 0.5) * across - 0.5),
    y: column(({ y, octave }) => (y * 2 ** octave + 0.5) * down - 0.5),
    scale: column(({ blur, octave }) => blur * 2 ** octave * Math.sqrt(across * down)),
    angle: column(({ angle }) => angle),
    descriptors: Uint8Array.from(
      features.flatMap((feature) => descriptorOf(octaves, feature, feature.angle)),
    ),
  }
}

function levelOf(octaves: readonly Octave[], { octave, level }: Candidate): Plane {
  return octaves[octave]!.levels[level]!
}

function directionsOf(octaves: readonly Octave[], candidate: Candidate): number[] {
  const plane = levelOf(octaves, candidate)
  const spread = 1.5 * candidate.blur
  const radius = Math.min(32, Math.round(2.5 * spread))
  const [cx, cy] = [Math.round(candidate.x), Math.round(candidate.y)]
  let bins = new Array<number>(BINS).fill(0)
  for (let y = Math.max(1, cy - radius); y <= Math.min(plane.height - 2, cy + radius); y++) {
    for (let x = Math.max(1, cx - radius); x <= Math.min(plane.width - 2, cx + radius); x++) {
      const gx = at(plane, x + 1, y) - at(plane, x - 1, y)
      const gy = at(plane, x, y + 1) - at(plane, x, y - 1)
      const falloff = Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * spread * spread))
      const bin = Math.floor(((Math.atan2(gy, gx) + Math.PI) * BINS) / TURN) % BINS
      bins[bin]! += Math.hypot(gx, gy) * falloff
    }
  }
  const around = (list: number[], i: number) => list[(i + BINS) % BINS]!
  for (let round = 0; round < 2; round++) {
    const before = bins
    bins = before.map(
      (own, i) => 0.25 * around(before, i - 1) + 0.5 * own + 0.25 * around(before, i + 1),
    )
  }
  const highest = Math.max(...bins)
  return bins
    .map((own, i) => ({ own, i, before: around(bins, i - 1), after: around(bins, i + 1) }))
    .filter(({ own, before, after }) => own > before && own >= after && own >= 0.8 * highest)
    .sort((a, b) => b.own - a.own || a.i - b.i)
    .slice(0, highest > 0 ? 2 : 0)
    .map(({ own, i, before, after }) => {
      const shift = (0.5 * (before - after)) / (before - 2 * own + after)
      return ((i + 0.5 + shift) * TURN) / BINS - Math.PI
    })
}

const CELLS = 4
const PER_CELL = 4
const SAMPLES = PER_CELL * (CELLS + 1)

function sampled(plane: Plane, x: number, y: number): number {
  const px = Math.max(0, Math.min(plane.width - 2, x))
  const py = Math.max(0, Math.min(plane.height - 2, y))
  const [left, top] = [Math.floor(px), Math.floor(py)]
  const [fx, fy] = [px - left, py - top]
  const upper = (1 - fx) * at(plane, left, top) + fx * at(plane, left + 1, top)
  const lower = (1 - fx) * at(plane, left, top + 1) + fx * at(plane, left + 1, top + 1)
  return (1 - fy) * upper + fy * lower
}

function descriptorOf(octaves: readonly Octave[], candidate: Candidate, angle: number): number[] {
  const plane = levelOf(octaves, candidate)
  const step = (3 * candidate.blur) / PER_CELL
  const [c, s] = [Math.cos(angle) * step, Math.sin(angle) * step]
  const middle = (SAMPLES - 1) / 2
  const value = (i: number, j: number) => {
    const [u, v] = [i - middle, j - middle]
    return sampled(plane, candidate.x + c * u - s * v, candidate.y + s * u + c * v)
  }
  const sums = new Array<number>(128).fill(0)
  for (let j = 0; j < SAMPLES; j++) {
    for (let i = 0; i < SAMPLES; i++) {
      const gx = value(i + 1, j) - value(i - 1, j)
      const gy = value(i, j + 1) - value(i, j - 1)
      const [u, v] = [(i - middle) / PER_CELL, (j - middle) / PER_CELL]
      const size = Math.hypot(gx, gy) * Math.exp(-(u * u + v * v) / 8)
      const turn = ((Math.atan2(gy, gx) + TURN) % TURN) * (8 / TURN)
      for (const [column, across] of shares((i + 0.5) / PER_CELL - 1)) {
        for (const [row, down] of shares((j + 0.5) / PER_CELL - 1)) {
          for (const [direction, share] of shares(turn, 8)) {
            sums[(row * CELLS + column) * 8 + direction]! += size * across * down * share
          }
        }
      }
    }
  }
  const limit = 0.2 * Math.sqrt(sums.reduce((all, term) => all + term * term, 0))
  const limited = sums.map((one) => Math.min(limit, one))
  const total = limited.reduce((all, term) => all + term, 1e-9)
  return limited.map((term) => Math.min(255, Math.floor(512 * Math.sqrt(term / total) + 0.5)))
}

/** The shares of the two nearest bins in a row; directions wrap around, cells end. */
function shares(place: number, round = 0): [number, number][] {
  const low = Math.floor(place)
  const f = place - low
  const both: [number, number][] = [
    [low, 1 - f],
    [low + 1, f],
  ]
  return round > 0
    ? both.map(([bin, share]) => [bin % round, share])
    : both.filter(([bin]) => bin >= 0 && bin < CELLS)
}
