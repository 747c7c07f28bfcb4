import { take } from './arena'

/** Levels of an octave in which extrema are looked for. */
export const SCALES: i32 = 3
/** Blur of the first level of an octave, in its pixels. */
export const FIRST_BLUR: f32 = 1.6
/** Blur that a picture is taken to have already. */
const CAMERA_BLUR: f32 = 0.5
const MAX_OCTAVES: i32 = 6
const SMALLEST_SIDE: i32 = 16
const LEVELS: i32 = SCALES + 3
const DIFFERENCES: i32 = SCALES + 2

let octaves: i32 = 0
const widths = memory.data(4 * MAX_OCTAVES)
const heights = memory.data(4 * MAX_OCTAVES)
const strides = memory.data(4 * MAX_OCTAVES)
const levels = memory.data(4 * MAX_OCTAVES * LEVELS)
const differences = memory.data(4 * MAX_OCTAVES * DIFFERENCES)
const taps = memory.data(4 * 64)
const rowsAbove = memory.data(4 * 64)
const rowsBelow = memory.data(4 * 64)

export function octaveCount(): i32 {
  return octaves
}
export function widthOf(octave: i32): i32 {
  return load<i32>(widths + (<usize>octave << 2))
}
export function heightOf(octave: i32): i32 {
  return load<i32>(heights + (<usize>octave << 2))
}
export function strideOf(octave: i32): i32 {
  return load<i32>(strides + (<usize>octave << 2))
}
export function levelOf(octave: i32, level: i32): usize {
  return load<u32>(levels + (<usize>(octave * LEVELS + level) << 2))
}
export function differenceOf(octave: i32, level: i32): usize {
  return load<u32>(differences + (<usize>(octave * DIFFERENCES + level) << 2))
}

/** Rows begin at multiples of 16 bytes. */
export function strideFor(width: i32): i32 {
  return (width + 3) & ~3
}

function gaussian(blur: f32): i32 {
  const radius = max<i32>(1, <i32>Math.ceil(2.6 * blur))
  let sum: f64 = 0
  for (let i = -radius; i <= radius; i++) sum += Math.exp((-0.5 * i * i) / (<f64>blur * blur))
  for (let i = 0; i <= radius; i++) {
    store<f32>(taps + (<usize>i << 2), <f32>(Math.exp((-0.5 * i * i) / (<f64>blur * blur)) / sum))
  }
  return radius
}

@inline
function tap(i: i32): v128 {
  return v128.load32_splat(taps + (<usize>i << 2))
}

@inline
function madd(sum: v128, factor: v128, one: v128, other: v128): v128 {
  return f32x4.add(sum, f32x4.mul(factor, f32x4.add(one, other)))
}

function blurAcross(
  source: usize,
  target: usize,
  width: i32,
  height: i32,
  stride: i32,
  radius: i32,
  line: usize,
): void {
  const body = line + (64 << 2)
  const bytes = <usize>stride << 2
  for (let y = 0; y < height; y++) {
    const row = source + <usize>y * bytes
    memory.copy(body, row, <usize>width << 2)
    const left = load<f32>(row)
    const right = load<f32>(row + (<usize>(width - 1) << 2))
    for (let i = 1; i <= radius; i++) store<f32>(body - (<usize>i << 2), left)
    for (let i = 0; i < radius + 16; i++) store<f32>(body + (<usize>(width + i) << 2), right)
    const out = target + <usize>y * bytes
    for (let x: usize = 0; x < bytes; x += 64) {
      const at = body + x
      const centre = tap(0)
      let a = f32x4.mul(centre, v128.load(at))
      let b = f32x4.mul(centre, v128.load(at, 16))
      let c = f32x4.mul(centre, v128.load(at, 32))
      let d = f32x4.mul(centre, v128.load(at, 48))
      for (let i = 1; i <= radius; i++) {
        const k = tap(i)
        const before = at - (<usize>i << 2)
        const after = at + (<usize>i << 2)
        a = madd(a, k, v128.load(before), v128.load(after))
        b = madd(b, k, v128.load(before, 16), v128.load(after, 16))
        c = madd(c, k, v128.load(before, 32), v128.load(after, 32))
        d = madd(d, k, v128.load(before, 48), v128.load(after, 48))
      }
      v128.store(out + x, a)
      if (x + 16 < bytes) v128.store(out + x, b, 16)
      if (x + 32 < bytes) v128.store(out + x, c, 32)
      if (x + 48 < bytes) v128.store(out + x, d, 48)
    }
  }
}

// What a level differs from the one before is written in the same pass, while both rows are at hand.
function blurDown(
  source: usize,
  target: usize,
  before: usize,
  difference: usize,
  height: i32,
  stride: i32,
  radius: i32,
): void {
  const bytes = <usize>stride << 2
  for (let y = 0; y < height; y++) {
    for (let i = 1; i <= radius; i++) {
      store<usize>(rowsAbove + (<usize>i << 2), source + <usize>max<i32>(0, y - i) * bytes)
      store<usize>(rowsBelow + (<usize>i << 2), source + <usize>min<i32>(height - 1, y + i) * bytes)
    }
    const offset = <usize>y * bytes
    const row = source + offset
    const centre = tap(0)
    for (let x: usize = 0; x < bytes; x += 64) {
      let a = f32x4.mul(centre, v128.load(row + x))
      let b = f32x4.mul(centre, v128.load(row + x, 16))
      let c = f32x4.mul(centre, v128.load(row + x, 32))
      let d = f32x4.mul(centre, v128.load(row + x, 48))
      for (let i = 1; i <= radius; i++) {
        const k = tap(i)
        const up = load<usize>(rowsAbove + (<usize>i << 2)) + x
        const down = load<usize>(rowsBelow + (<usize>i << 2)) + x
        a = madd(a, k, v128.load(up), v128.load(down))
        b = madd(b, k, v128.load(up, 16), v128.load(down, 16))
        c = madd(c, k, v128.load(up, 32), v128.load(down, 32))
        d = madd(d, k, v128.load(up, 48), v128.load(down, 48))
      }
      put(a, target, before, difference, offset + x)
      if (x + 16 < bytes) put(b, target, before, difference, offset + x + 16)
      if (x + 32 < bytes) put(c, target, before, difference, offset + x + 32)
      if (x + 48 < bytes) put(d, target, before, difference, offset + x + 48)
    }
  }
}

@inline
function put(value: v128, target: usize, before: usize, difference: usize, at: usize): void {
  v128.store(target + at, value)
  if (difference) v128.store(difference + at, f32x4.sub(value, v128.load(before + at)))
}

function halve(source: usize, stride: i32, target: usize, width: i32, height: i32): void {
  const targetStride = strideFor(width)
  for (let y = 0; y < height; y++) {
    const from = source + (<usize>(2 * y * stride) << 2)
    const to = target + (<usize>(y * targetStride) << 2)
    for (let x = 0; x < width; x++) {
      store<f32>(to + (<usize>x << 2), load<f32>(from + (<usize>(2 * x) << 2)))
    }
  }
}

function buildOctave(octave: i32, scratch: usize, line: usize): void {
  const width = widthOf(octave)
  const height = heightOf(octave)
  const stride = strideOf(octave)
  const bytes = <usize>(stride * height) << 2
  for (let level = 1; level < LEVELS; level++) {
    const before = levelOf(octave, level - 1)
    const target = take(bytes)
    const difference = take(bytes)
    store<u32>(levels + (<usize>(octave * LEVELS + level) << 2), target)
    store<u32>(differences + (<usize>(octave * DIFFERENCES + level - 1) << 2), difference)
    const blurBefore = FIRST_BLUR * <f32>Math.pow(2, <f64>(level - 1) / SCALES)
    const blur = FIRST_BLUR * <f32>Math.pow(2, <f64>level / SCALES)
    const radius = gaussian(<f32>Math.sqrt(blur * blur - blurBefore * blurBefore))
    blurAcross(before, scratch, width, height, stride, radius, line)
    blurDown(scratch, target, before, difference, height, stride, radius)
  }
}

/** Builds levels and their differences, octave by octave, from a plane of floats. */
export function buildPyramid(plane: usize, planeWidth: i32, planeHeight: i32): void {
  let width = planeWidth
  let height = planeHeight
  const bytes = <usize>(strideFor(width) * height) << 2
  const scratch = take(bytes)
  const line = take(<usize>(strideFor(width) + 192) << 2)
  let base = take(bytes)
  const radius = gaussian(<f32>Math.sqrt(FIRST_BLUR * FIRST_BLUR - CAMERA_BLUR * CAMERA_BLUR))
  blurAcross(plane, scratch, width, height, strideFor(width), radius, line)
  blurDown(scratch, base, 0, 0, height, strideFor(width), radius)
  octaves = 0
  while (min<i32>(width, height) >= SMALLEST_SIDE && octaves < MAX_OCTAVES) {
    const octave = octaves++
    store<i32>(widths + (<usize>octave << 2), width)
    store<i32>(heights + (<usize>octave << 2), height)
    store<i32>(strides + (<usize>octave << 2), strideFor(width))
    store<u32>(levels + (<usize>(octave * LEVELS) << 2), base)
    buildOctave(octave, scratch, line)
    const stride = strideFor(width)
    width >>= 1
    height >>= 1
    base = take(<usize>(strideFor(width) * height) << 2)
    halve(levelOf(octave, SCALES), stride, base, width, height)
  }
}
