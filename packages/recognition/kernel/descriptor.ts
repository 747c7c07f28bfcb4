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

/** Bytes of what is gathered between two columns of cells: four floats for each direction. */
const BETWEEN: usize = 16 * DIRECTIONS
/** Bytes of a row of cells. */
const ROW: usize = BETWEEN * (CELLS + 1)

const patch = memory.data(4 * PATCH_STRIDE * (PATCH + 1))
const sums = memory.data(4 * 128, 16)
const gathered = memory.data(16 * DIRECTIONS * (CELLS + 1) * CELLS, 16)
const centre = memory.data(4 * 24)
const sizes = memory.data(4 * 24)
const rotations = memory.data(4 * 24)

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
      rotations + (<usize>i << 2),
      f32x4.add(
        eighths,
        v128.and(f32x4.splat(<f32>DIRECTIONS), f32x4.lt(eighths, f32x4.splat(0))),
      ),
    )
  }
}

// How a sample is shared between the cells left and right of it, twice.
@inline
function shares(i: i32): v128 {
  const share = (<f32>i + 0.5) / <f32>SAMPLES_PER_CELL
  return f32x4(1 - share, share, 1 - share, share)
}

@inline
function more(at: usize, by: v128): void {
  v128.store(at, f32x4.add(v128.load(at), by))
}

// Adds a sample to its direction, in the rows of cells above and below: near and far direction, left and right cell.
@inline
function addSample(at: usize, sample: v128, share: v128, above: f32, below: f32): void {
  const parts = f32x4.mul(sample, share)
  if (above > 0) more(at, f32x4.mul(parts, f32x4.splat(above)))
  if (below > 0) more(at + ROW, f32x4.mul(parts, f32x4.splat(below)))
}

function sumRow(j: i32): void {
  const row = j / SAMPLES_PER_CELL
  const share = (<f32>(j % SAMPLES_PER_CELL) + 0.5) / <f32>SAMPLES_PER_CELL
  const above: f32 = row > 0 ? 1 - share : 0
  const below: f32 = row < CELLS ? share : 0
  let at = gathered + <usize>(row - 1) * ROW
  for (let i = 0; i < SAMPLES; i += SAMPLES_PER_CELL) {
    const size = v128.load(sizes + (<usize>i << 2))
    const turn = v128.load(rotations + (<usize>i << 2))
    const floor = i32x4.trunc_sat_f32x4_s(turn)
    const far = f32x4.mul(size, f32x4.sub(turn, f32x4.convert_i32x4_s(floor)))
    const near = f32x4.sub(size, far)
    const places = i32x4.shl(v128.and(floor, i32x4.splat(DIRECTIONS - 1)), 4)
    addSample(
      at + <usize>i32x4.extract_lane(places, 0),
      v128.shuffle<f32>(near, far, 0, 0, 4, 4),
      shares(0),
      above,
      below,
    )
    addSample(
      at + <usize>i32x4.extract_lane(places, 1),
      v128.shuffle<f32>(near, far, 1, 1, 5, 5),
      shares(1),
      above,
      below,
    )
    addSample(
      at + <usize>i32x4.extract_lane(places, 2),
      v128.shuffle<f32>(near, far, 2, 2, 6, 6),
      shares(2),
      above,
      below,
    )
    addSample(
      at + <usize>i32x4.extract_lane(places, 3),
      v128.shuffle<f32>(near, far, 3, 3, 7, 7),
      shares(3),
      above,
      below,
    )
    at += BETWEEN
  }
}

// Deals what was gathered between columns to the cells on either side.
function deal(): void {
  memory.fill(sums, 0, 4 * 128)
  for (let row = 0; row < CELLS; row++) {
    for (let between = 0; between <= CELLS; between++) {
      const from = gathered + <usize>row * ROW + <usize>between * BETWEEN
      const cell = sums + <usize>((row * CELLS + between) * DIRECTIONS * 4)
      for (let direction = 0; direction < DIRECTIONS; direction++) {
        const parts = v128.load(from + (<usize>direction << 4))
        const near = <usize>direction << 2
        const far = <usize>((direction + 1) & (DIRECTIONS - 1)) << 2
        if (between > 0) {
          const left = cell - 4 * DIRECTIONS
          store<f32>(left + near, load<f32>(left + near) + f32x4.extract_lane(parts, 0))
          store<f32>(left + far, load<f32>(left + far) + f32x4.extract_lane(parts, 2))
        }
        if (between < CELLS) {
          store<f32>(cell + near, load<f32>(cell + near) + f32x4.extract_lane(parts, 1))
          store<f32>(cell + far, load<f32>(cell + far) + f32x4.extract_lane(parts, 3))
        }
      }
    }
  }
}

@inline
function sumOf(four: v128): f32 {
  const pairs = f32x4.add(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

// Limits what one strong edge can do, then takes roots, so that plain distance acts as Hellinger's.
function write(result: usize): void {
  let squares = f32x4.splat(0)
  for (let at = sums; at < sums + 512; at += 16) {
    const value = v128.load(at)
    squares = f32x4.add(squares, f32x4.mul(value, value))
  }
  const limit = f32x4.splat(LIMIT * <f32>Math.sqrt(sumOf(squares)))
  let total = f32x4.splat(0)
  for (let at = sums; at < sums + 512; at += 16) {
    const value = f32x4.min(limit, v128.load(at))
    v128.store(at, value)
    total = f32x4.add(total, value)
  }
  const factor = f32x4.splat((512 * 512) / max<f32>(sumOf(total), 1e-9))
  for (let i: usize = 0; i < 128; i += 16) {
    const at = sums + (i << 2)
    const first = i16x8.narrow_i32x4_s(rooted(at, factor), rooted(at + 16, factor))
    const second = i16x8.narrow_i32x4_s(rooted(at + 32, factor), rooted(at + 48, factor))
    v128.store(result + i, i8x16.narrow_i16x8_u(first, second))
  }
}

@inline
function rooted(at: usize, factor: v128): v128 {
  const root = f32x4.sqrt(f32x4.mul(v128.load(at), factor))
  return i32x4.trunc_sat_f32x4_s(f32x4.add(root, f32x4.splat(0.5)))
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
  memory.fill(gathered, 0, ROW * CELLS)
  for (let j = 0; j < SAMPLES; j++) {
    readRow(j)
    sumRow(j)
  }
  deal()
  write(result)
}
