import { take } from './arena'
import {
  differenceOf,
  FIRST_BLUR,
  heightOf,
  octaveCount,
  SCALES,
  strideOf,
  widthOf,
} from './pyramid'

/** Candidates are six numbers of four bytes: octave, level, x, y, blur (all in the octave's pixels), contrast. */
export const CANDIDATE_BYTES: usize = 24
const MAX_CANDIDATES: i32 = 24000
const BORDER: i32 = 5
/** Principal curvatures may differ tenfold: more is an edge. */
const EDGE: f64 = 10

let candidates: usize = 0
let count: i32 = 0
let least: f32 = 0

export function candidatesAt(): usize {
  return candidates
}

@inline
function both(a: v128, b: v128, c: v128): v128 {
  return f32x4.max(f32x4.max(a, b), c)
}
@inline
function least3(a: v128, b: v128, c: v128): v128 {
  return f32x4.min(f32x4.min(a, b), c)
}
@inline
function highest(row: usize): v128 {
  return both(v128.load(row - 4), v128.load(row), v128.load(row, 4))
}
@inline
function lowest(row: usize): v128 {
  return least3(v128.load(row - 4), v128.load(row), v128.load(row, 4))
}

// Whether the four pixels at `at` lie above, or below, all that surrounds them in three levels.
@inline
function extremal(at: usize, under: usize, over: usize, bytes: usize): i32 {
  const value = v128.load(at)
  // What is left and right of it, above and below, and over and under it turns nearly all pixels away.
  const left = v128.load(at - 4)
  const right = v128.load(at, 4)
  const up = v128.load(at - bytes)
  const down = v128.load(at + bytes)
  const inside = v128.load(under)
  const outside = v128.load(over)
  let above = f32x4.gt(
    value,
    f32x4.max(f32x4.max(f32x4.max(left, right), f32x4.max(up, down)), f32x4.max(inside, outside)),
  )
  let below = f32x4.lt(
    value,
    f32x4.min(f32x4.min(f32x4.min(left, right), f32x4.min(up, down)), f32x4.min(inside, outside)),
  )
  if (!v128.any_true(v128.or(above, below))) return 0
  above = v128.and(
    above,
    f32x4.gt(value, f32x4.max(highest(at - bytes), highest(at + bytes))),
  )
  below = v128.and(below, f32x4.lt(value, f32x4.min(lowest(at - bytes), lowest(at + bytes))))
  if (!v128.any_true(v128.or(above, below))) return 0
  const high = both(
    both(highest(under - bytes), highest(under), highest(under + bytes)),
    both(highest(over - bytes), highest(over), highest(over + bytes)),
    highest(over),
  )
  const low = least3(
    least3(lowest(under - bytes), lowest(under), lowest(under + bytes)),
    least3(lowest(over - bytes), lowest(over), lowest(over + bytes)),
    lowest(over),
  )
  return i32x4.bitmask(
    v128.or(v128.and(above, f32x4.gt(value, high)), v128.and(below, f32x4.lt(value, low))),
  )
}

// When there are too many, the faintest give way and what is fainter is not taken any more.
function thin(): void {
  while (count >= MAX_CANDIDATES) {
    least *= 1.25
    let survivors = 0
    for (let i = 0; i < count; i++) {
      const from = candidates + <usize>i * CANDIDATE_BYTES
      if (load<f32>(from, 20) < least) continue
      memory.copy(candidates + <usize>survivors * CANDIDATE_BYTES, from, CANDIDATE_BYTES)
      survivors++
    }
    count = survivors
  }
}

@inline
function number(at: usize): f64 {
  return load<f32>(at)
}

// Fits a quadratic and moves to the neighbour where its peak lies nearer to that one.
function refine(octave: i32, firstLevel: i32, firstX: i32, firstY: i32): void {
  let level = firstLevel
  let x = firstX
  let y = firstY
  const width = widthOf(octave)
  const height = heightOf(octave)
  const bytes = <usize>strideOf(octave) << 2
  for (let step = 0; step < 4; step++) {
    const offset = <usize>y * bytes + (<usize>x << 2)
    const d = differenceOf(octave, level) + offset
    const u = differenceOf(octave, level + 1) + offset
    const n = differenceOf(octave, level - 1) + offset
    const v = number(d)
    const gx = 0.5 * (number(d + 4) - number(d - 4))
    const gy = 0.5 * (number(d + bytes) - number(d - bytes))
    const gs = 0.5 * (number(u) - number(n))
    const xx = number(d + 4) + number(d - 4) - 2 * v
    const yy = number(d + bytes) + number(d - bytes) - 2 * v
    const ss = number(u) + number(n) - 2 * v
    const xy =
      0.25 *
      (number(d + bytes + 4) -
        number(d + bytes - 4) -
        number(d - bytes + 4) +
        number(d - bytes - 4))
    const xs = 0.25 * (number(u + 4) - number(u - 4) - number(n + 4) + number(n - 4))
    const ys =
      0.25 *
      (number(u + bytes) - number(u - bytes) - number(n + bytes) + number(n - bytes))
    const cxx = yy * ss - ys * ys
    const cxy = xs * ys - xy * ss
    const cxs = xy * ys - xs * yy
    const determinant = xx * cxx + xy * cxy + xs * cxs
    if (abs<f64>(determinant) < 1e-12) return
    const cyy = xx * ss - xs * xs
    const cys = xs * xy - xx * ys
    const plane = xx * yy - xy * xy
    const dx = -(cxx * gx + cxy * gy + cxs * gs) / determinant
    const dy = -(cxy * gx + cyy * gy + cys * gs) / determinant
    const ds = -(cxs * gx + cys * gy + plane * gs) / determinant
    if (abs<f64>(dx) <= 0.6 && abs<f64>(dy) <= 0.6 && abs<f64>(ds) <= 0.6) {
      const trace = xx + yy
      if (plane <= 0 || trace * trace * EDGE >= (EDGE + 1) * (EDGE + 1) * plane) return
      const contrast = <f32>abs<f64>(v + 0.5 * (gx * dx + gy * dy + gs * ds))
      if (contrast < least) return
      const at = candidates + <usize>count * CANDIDATE_BYTES
      count++
      store<i32>(at, octave)
      store<i32>(at, level, 4)
      store<f32>(at, <f32>(x + dx), 8)
      store<f32>(at, <f32>(y + dy), 12)
      store<f32>(at, FIRST_BLUR * <f32>Math.pow(2, (<f64>level + ds) / SCALES), 16)
      store<f32>(at, contrast, 20)
      return
    }
    if (abs<f64>(dx) > 2 || abs<f64>(dy) > 2 || abs<f64>(ds) > 2) return
    x += dx > 0.6 ? 1 : dx < -0.6 ? -1 : 0
    y += dy > 0.6 ? 1 : dy < -0.6 ? -1 : 0
    level += ds > 0.6 ? 1 : ds < -0.6 ? -1 : 0
    if (x < BORDER || y < BORDER || x >= width - BORDER || y >= height - BORDER) return
    if (level < 1 || level > SCALES) return
  }
}

function scan(octave: i32, level: i32): void {
  const width = widthOf(octave)
  const height = heightOf(octave)
  const bytes = <usize>strideOf(octave) << 2
  const own = differenceOf(octave, level)
  const under = differenceOf(octave, level - 1)
  const over = differenceOf(octave, level + 1)
  for (let y = BORDER; y < height - BORDER; y++) {
    const row = <usize>y * bytes
    for (let x = BORDER; x < width - BORDER; x += 4) {
      const offset = row + (<usize>x << 2)
      const strong = f32x4.gt(f32x4.abs(v128.load(own + offset)), f32x4.splat(least * 0.8))
      if (!v128.any_true(strong)) continue
      let found =
        extremal(own + offset, under + offset, over + offset, bytes) & i32x4.bitmask(strong)
      while (found) {
        const lane = ctz(found)
        found &= found - 1
        if (x + lane >= width - BORDER) continue
        if (count >= MAX_CANDIDATES) thin()
        refine(octave, level, x + lane, y)
      }
    }
  }
}

/** Finds extrema over space and scale whose contrast, of 255, is at least the floor. */
export function findExtrema(floor: f32): i32 {
  candidates = take(<usize>MAX_CANDIDATES * CANDIDATE_BYTES)
  count = 0
  least = floor
  for (let octave = 0; octave < octaveCount(); octave++) {
    for (let level = 1; level <= SCALES; level++) scan(octave, level)
  }
  return count
}
