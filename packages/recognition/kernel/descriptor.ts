import { angles } from './angle'
import { heightOf, levelOf, strideOf, widthOf } from './pyramid'

// 4 × 4 cells of 8 directions over a patch that is turned upright. A cell is three times the blur wide
// and has four samples a side; cells share what lies between their centres, so that half a cell more
// is read on each side.
const CELLS: i32 = 4
const DIRECTIONS: i32 = 8
const SAMPLES_PER_CELL: i32 = 4
const SAMPLES: i32 = SAMPLES_PER_CELL * (CELLS + 1)
const PATCH: i32 = SAMPLES + 2
const PATCH_STRIDE: i32 = 24
const CELL_WIDTH: f32 = 3
const LIMIT: f32 = 0.2
const TURN: f32 = 6.283185307179586

const patch = memory.data(4 * PATCH_STRIDE * (PATCH + 1))
const sums = memory.data(4 * 128)
const rowSums = memory.data(4 * CELLS * DIRECTIONS)
const centre = memory.data(4 * 24)
const sizes = memory.data(4 * 24)
const turns = memory.data(4 * 24)

/** Fills the table of how much samples count by their distance from the middle. */
export function prepareDescriptor(): void {
  for (let i = 0; i < SAMPLES; i++) {
    const u = (<f64>i + 0.5) / SAMPLES_PER_CELL - 0.5 * (CELLS + 1)
    store<f32>(centre + (<usize>i << 2), <f32>Math.exp((-u * u) / 8))
  }
}

function readPatch(octave: i32, level: i32, x: f32, y: f32, step: f32, angle: f32): void {
  const plane = levelOf(octave, level)
  const stride = strideOf(octave)
  const right = f32x4.splat(<f32>(widthOf(octave) - 2))
  const bottom = f32x4.splat(<f32>(heightOf(octave) - 2))
  const zero = f32x4.splat(0)
  const c = <f32>Math.cos(angle) * step
  const s = <f32>Math.sin(angle) * step
  const middle: f32 = 0.5 * <f32>(PATCH - 1)
  for (let j = 0; j < PATCH; j++) {
    const v = <f32>j - middle
    const out = patch + (<usize>(j * PATCH_STRIDE) << 2)
    for (let i = 0; i < PATCH; i += 4) {
      const u = f32x4.add(f32x4.splat(<f32>i - middle), f32x4(0, 1, 2, 3))
      let px = f32x4.add(f32x4.splat(x - s * v), f32x4.mul(f32x4.splat(c), u))
      let py = f32x4.add(f32x4.splat(y + c * v), f32x4.mul(f32x4.splat(s), u))
      px = f32x4.max(zero, f32x4.min(right, px))
      py = f32x4.max(zero, f32x4.min(bottom, py))
      const columns = i32x4.trunc_sat_f32x4_s(px)
      const rows = i32x4.trunc_sat_f32x4_s(py)
      const fx = f32x4.sub(px, f32x4.convert_i32x4_s(columns))
      const fy = f32x4.sub(py, f32x4.convert_i32x4_s(rows))
      const offsets = i32x4.add(i32x4.mul(rows, i32x4.splat(stride)), columns)
      const o0 = plane + (<usize>i32x4.extract_lane(offsets, 0) << 2)
      const o1 = plane + (<usize>i32x4.extract_lane(offsets, 1) << 2)
      const o2 = plane + (<usize>i32x4.extract_lane(offsets, 2) << 2)
      const o3 = plane + (<usize>i32x4.extract_lane(offsets, 3) << 2)
      const below = <usize>stride << 2
      // Two neighbours come with one load; shuffles turn four pairs into left and right.
      const upper01 = v128.load64_lane(o1, v128.load64_zero(o0), 1)
      const upper23 = v128.load64_lane(o3, v128.load64_zero(o2), 1)
      const lower01 = v128.load64_lane(o1 + below, v128.load64_zero(o0 + below), 1)
      const lower23 = v128.load64_lane(o3 + below, v128.load64_zero(o2 + below), 1)
      const a = v128.shuffle<f32>(upper01, upper23, 0, 2, 4, 6)
      const b = v128.shuffle<f32>(upper01, upper23, 1, 3, 5, 7)
      const d = v128.shuffle<f32>(lower01, lower23, 0, 2, 4, 6)
      const e = v128.shuffle<f32>(lower01, lower23, 1, 3, 5, 7)
      const top = f32x4.add(a, f32x4.mul(fx, f32x4.sub(b, a)))
      const low = f32x4.add(d, f32x4.mul(fx, f32x4.sub(e, d)))
      v128.store(
        out + (<usize>i << 2),
        f32x4.add(top, f32x4.mul(fy, f32x4.sub(low, top))),
      )
    }
  }
}

// Gradients of one row of samples, as size (by distance from the middle) and direction in eighths of a turn.
function readRow(j: i32): void {
  const vertical = v128.load32_splat(centre + (<usize>j << 2))
  for (let i = 0; i < SAMPLES; i += 4) {
    const at = patch + (<usize>((j + 1) * PATCH_STRIDE + i + 1) << 2)
    const gx = f32x4.sub(v128.load(at, 4), v128.load(at - 4))
    const gy = f32x4.sub(
      v128.load(at + (PATCH_STRIDE << 2)),
      v128.load(at - (PATCH_STRIDE << 2)),
    )
    const size = f32x4.sqrt(f32x4.add(f32x4.mul(gx, gx), f32x4.mul(gy, gy)))
    const weight = f32x4.mul(vertical, v128.load(centre + (<usize>i << 2)))
    v128.store(sizes + (<usize>i << 2), f32x4.mul(size, weight))
    const eighths = f32x4.mul(angles(gy, gx), f32x4.splat(<f32>DIRECTIONS / TURN))
    v128.store(
      turns + (<usize>i << 2),
      f32x4.add(
        eighths,
        v128.and(f32x4.splat(<f32>DIRECTIONS), f32x4.lt(eighths, f32x4.splat(0))),
      ),
    )
  }
}

@inline
function more(at: usize, by: f32): void {
  store<f32>(at, load<f32>(at) + by)
}

@inline
function addTo(cell: i32, share: f32, near: usize, far: usize, f: f32): void {
  if (cell < 0 || cell >= CELLS) return
  const at = rowSums + (<usize>(cell * DIRECTIONS) << 2)
  more(at + near, share * (1 - f))
  more(at + far, share * f)
}

function sumRow(): void {
  memory.fill(rowSums, 0, 4 * CELLS * DIRECTIONS)
  for (let i = 0; i < SAMPLES; i++) {
    const size = load<f32>(sizes + (<usize>i << 2))
    const turn = load<f32>(turns + (<usize>i << 2))
    const whole = <i32>turn
    const f = turn - <f32>whole
    const near = <usize>(whole & 7) << 2
    const far = <usize>((whole + 1) & 7) << 2
    // The middle of the first cell lies one cell's width from the first sample's edge.
    const share = (<f32>(i % SAMPLES_PER_CELL) + 0.5) / <f32>SAMPLES_PER_CELL
    const cell = i / SAMPLES_PER_CELL
    addTo(cell - 1, size * (1 - share), near, far, f)
    addTo(cell, size * share, near, far, f)
  }
}

@inline
function addRow(cell: i32, share: f32): void {
  if (cell < 0 || cell >= CELLS) return
  const to = sums + (<usize>(cell * CELLS * DIRECTIONS) << 2)
  const factor = f32x4.splat(share)
  for (let i = 0; i < 4 * CELLS * DIRECTIONS; i += 16) {
    v128.store(
      to + i,
      f32x4.add(v128.load(to + i), f32x4.mul(factor, v128.load(rowSums + i))),
    )
  }
}

// Limits what one strong edge can do, then takes roots, so that plain distance acts as Hellinger's.
function write(result: usize): void {
  let square: f32 = 0
  for (let i = 0; i < 128; i++) {
    const value = load<f32>(sums + (<usize>i << 2))
    square += value * value
  }
  const limit = LIMIT * <f32>Math.sqrt(square)
  let total: f32 = 1e-9
  for (let i = 0; i < 128; i++) {
    const at = sums + (<usize>i << 2)
    const value = min<f32>(limit, load<f32>(at))
    store<f32>(at, value)
    total += value
  }
  for (let i = 0; i < 128; i++) {
    const share: f32 = load<f32>(sums + (<usize>i << 2)) / total
    store<u8>(result + i, <u8>min<i32>(255, <i32>(512 * Math.sqrt(share) + 0.5)))
  }
}

/** Writes the 128 bytes that describe a point's surroundings, upright to its direction. */
export function describePoint(
  octave: i32,
  level: i32,
  x: f32,
  y: f32,
  blur: f32,
  angle: f32,
  result: usize,
): void {
  readPatch(octave, level, x, y, (CELL_WIDTH * blur) / <f32>SAMPLES_PER_CELL, angle)
  memory.fill(sums, 0, 4 * 128)
  for (let j = 0; j < SAMPLES; j++) {
    readRow(j)
    sumRow()
    const share = (<f32>(j % SAMPLES_PER_CELL) + 0.5) / <f32>SAMPLES_PER_CELL
    const cell = j / SAMPLES_PER_CELL
    addRow(cell - 1, 1 - share)
    addRow(cell, share)
  }
  write(result)
}
