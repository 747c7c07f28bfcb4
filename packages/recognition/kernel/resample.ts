import { take } from './arena'

// A triangle as wide as a step between samples, or as wide as a source pixel where the picture grows.
function weigh(length: i32, sources: i32, weights: usize, starts: usize, taps: i32): void {
  const step = <f32>sources / <f32>length
  const reach: f32 = max<f32>(1, step)
  for (let i = 0; i < length; i++) {
    const centre = (<f32>i + 0.5) * step - 0.5
    const first = <i32>Math.ceil(centre - reach)
    let sum: f32 = 0
    for (let t = 0; t < taps; t++) {
      const weight = max<f32>(0, 1 - abs<f32>(<f32>(first + t) - centre) / reach)
      store<f32>(weights + ((<usize>(i * taps + t)) << 2), weight)
      sum += weight
    }
    for (let t = 0; t < taps; t++) {
      const at = weights + ((<usize>(i * taps + t)) << 2)
      store<f32>(at, load<f32>(at) / sum)
    }
    store<i32>(starts + ((<usize>i) << 2), first)
  }
}

@inline
function tapsOf(length: i32, sources: i32): i32 {
  return <i32>Math.ceil(2 * max<f64>(1, <f64>sources / <f64>length)) + 1
}

@inline
function within(i: i32, length: i32): i32 {
  return i < 0 ? 0 : i >= length ? length - 1 : i
}

// First down the columns, four pixels of a row at once: most of a large picture is gone by then.
/** Brings 8-bit luma of `width` × `height` into a plane of floats of `columns` × `rows`. */
export function resample(
  source: usize,
  width: i32,
  height: i32,
  plane: usize,
  columns: i32,
  rows: i32,
  stride: i32,
): void {
  const down = tapsOf(rows, height)
  const downWeights = take(<usize>(rows * down) << 2)
  const downStarts = take(<usize>rows << 2)
  weigh(rows, height, downWeights, downStarts, down)
  const across = tapsOf(columns, width)
  const acrossWeights = take(<usize>(columns * across) << 2)
  const acrossStarts = take(<usize>columns << 2)
  weigh(columns, width, acrossWeights, acrossStarts, across)
  const edge = across + 1
  const line = take(<usize>(width + 2 * edge + 8) << 2)
  const body = line + (<usize>edge << 2)

  for (let y = 0; y < rows; y++) {
    const first = load<i32>(downStarts + (<usize>y << 2))
    const weights = downWeights + (<usize>(y * down) << 2)
    for (let x = 0; x < width; x += 4) {
      let sum = f32x4.splat(0)
      for (let t = 0; t < down; t++) {
        const row = source + <usize>(within(first + t, height) * width + x)
        const pixels = f32x4.convert_i32x4_u(
          i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(row))),
        )
        sum = f32x4.add(sum, f32x4.mul(f32x4.splat(load<f32>(weights + (<usize>t << 2))), pixels))
      }
      v128.store(body + (<usize>x << 2), sum)
    }
    for (let i = 1; i <= edge; i++) {
      store<f32>(body - (<usize>i << 2), load<f32>(body))
      store<f32>(
        body + (<usize>(width - 1 + i) << 2),
        load<f32>(body + (<usize>(width - 1) << 2)),
      )
    }
    const out = plane + (<usize>(y * stride) << 2)
    for (let x = 0; x < columns; x++) {
      let at = body + ((<isize>load<i32>(acrossStarts + (<usize>x << 2))) << 2)
      let weight = acrossWeights + (<usize>(x * across) << 2)
      let sum: f32 = 0
      for (let t = 0; t < across; t++) {
        sum += load<f32>(at) * load<f32>(weight)
        at += 4
        weight += 4
      }
      store<f32>(out + (<usize>x << 2), sum)
    }
  }
}
