import { angles } from './angle'
import { heightOf, levelOf, strideOf, widthOf } from './pyramid'

const BINS: i32 = 36
const MAX_RADIUS: i32 = 32
/** A second direction counts where its peak reaches so much of the first. */
const SECOND: f32 = 0.8
const TURN: f32 = 6.283185307179586

/** Four side by side, one for each pixel of a vector, so that none waits for another. */
const SIDE_BY_SIDE: i32 = 4 * (BINS + 4)
const histogram = memory.data(4 * BINS)
const histograms = memory.data(4 * 4 * (BINS + 4), 16)
const smoothed = memory.data(4 * BINS)
const falloff = memory.data(4 * (2 * MAX_RADIUS + 9))

@inline
function bin(at: usize, i: i32): f32 {
  return load<f32>(at + (<usize>((i + BINS) % BINS) << 2))
}

function smooth(from: usize, to: usize): void {
  for (let i = 0; i < BINS; i++) {
    const sum: f32 = 0.25 * bin(from, i - 1) + 0.5 * bin(from, i) + 0.25 * bin(from, i + 1)
    store<f32>(to + (<usize>i << 2), sum)
  }
}

function gather(octave: i32, level: i32, x: f32, y: f32, blur: f32): void {
  const plane = levelOf(octave, level)
  const bytes = <usize>strideOf(octave) << 2
  const width = widthOf(octave)
  const height = heightOf(octave)
  const spread: f32 = 1.5 * blur
  const radius = min<i32>(MAX_RADIUS, <i32>Math.round(2.5 * spread))
  const cx = <i32>Math.round(x)
  const cy = <i32>Math.round(y)
  for (let i = -radius; i <= radius; i++) {
    const weight = <f32>Math.exp((-0.5 * i * i) / (<f64>spread * spread))
    store<f32>(falloff + (<usize>(i + radius) << 2), weight)
  }
  memory.fill(histograms, 0, 4 * SIDE_BY_SIDE)
  const left = max<i32>(1, cx - radius)
  const right = min<i32>(width - 2, cx + radius)
  for (let row = max<i32>(1, cy - radius); row <= min<i32>(height - 2, cy + radius); row++) {
    const vertical = f32x4.splat(load<f32>(falloff + (<usize>(row - cy + radius) << 2)))
    for (let column = left; column <= right; column += 4) {
      const at = plane + <usize>row * bytes + (<usize>column << 2)
      const gx = f32x4.sub(v128.load(at, 4), v128.load(at - 4))
      const gy = f32x4.sub(v128.load(at + bytes), v128.load(at - bytes))
      const size = f32x4.sqrt(f32x4.add(f32x4.mul(gx, gx), f32x4.mul(gy, gy)))
      const horizontal = v128.load(falloff + (<usize>(column - cx + radius) << 2))
      let strength = f32x4.mul(f32x4.mul(size, vertical), horizontal)
      const lanes = right - column + 1
      if (lanes < 4) strength = v128.and(strength, i32x4.gt_s(i32x4.splat(lanes), i32x4(0, 1, 2, 3)))
      const bins = i32x4.shl(
        i32x4.trunc_sat_f32x4_s(
          f32x4.mul(
            f32x4.add(angles(gy, gx), f32x4.splat(TURN / 2)),
            f32x4.splat(<f32>BINS / TURN),
          ),
        ),
        2,
      )
      more(0, i32x4.extract_lane(bins, 0), f32x4.extract_lane(strength, 0))
      more(1, i32x4.extract_lane(bins, 1), f32x4.extract_lane(strength, 1))
      more(2, i32x4.extract_lane(bins, 2), f32x4.extract_lane(strength, 2))
      more(3, i32x4.extract_lane(bins, 3), f32x4.extract_lane(strength, 3))
    }
  }
  gatherIn()
}

@inline
function more(lane: i32, bin: i32, strength: f32): void {
  const to = histograms + <usize>(lane * SIDE_BY_SIDE) + <usize>bin
  store<f32>(to, load<f32>(to) + strength)
}

@inline
function four(lane: i32, i: usize): v128 {
  return v128.load(histograms + <usize>(lane * SIDE_BY_SIDE) + i)
}

// A direction of exactly half a turn falls beyond the last bin, and is that of the first.
function gatherIn(): void {
  for (let i: usize = 0; i < <usize>(4 * BINS); i += 16) {
    v128.store(
      histogram + i,
      f32x4.add(f32x4.add(four(0, i), four(1, i)), f32x4.add(four(2, i), four(3, i))),
    )
  }
  for (let lane = 0; lane < 4; lane++) {
    const beyond = load<f32>(histograms + <usize>(lane * SIDE_BY_SIDE + 4 * BINS))
    store<f32>(histogram, load<f32>(histogram) + beyond)
  }
}

/** Writes the one or two strongest directions of gradient around a point; returns how many. */
export function directions(
  octave: i32,
  level: i32,
  x: f32,
  y: f32,
  blur: f32,
  result: usize,
): i32 {
  gather(octave, level, x, y, blur)
  smooth(histogram, smoothed)
  smooth(smoothed, histogram)
  let highest: f32 = 0
  for (let i = 0; i < BINS; i++) highest = max<f32>(highest, bin(histogram, i))
  if (highest <= 0) return 0
  let first: f32 = 0
  let second: f32 = 0
  let firstAngle: f32 = 0
  let secondAngle: f32 = 0
  for (let i = 0; i < BINS; i++) {
    const before = bin(histogram, i - 1)
    const own = bin(histogram, i)
    const after = bin(histogram, i + 1)
    if (own <= before || own < after || own < SECOND * highest) continue
    const shift: f32 = (0.5 * (before - after)) / (before - 2 * own + after)
    const angle = ((<f32>i + 0.5 + shift) * TURN) / <f32>BINS - TURN / 2
    if (own > first) {
      second = first
      secondAngle = firstAngle
      first = own
      firstAngle = angle
    } else if (own > second) {
      second = own
      secondAngle = angle
    }
  }
  store<f32>(result, firstAngle)
  store<f32>(result, secondAngle, 4)
  return second > 0 ? 2 : first > 0 ? 1 : 0
}
