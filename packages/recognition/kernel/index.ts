import { forget, take } from './arena'
import { describePoint, prepareDescriptor } from './descriptor'
import { CANDIDATE_BYTES, candidatesAt, findExtrema } from './extrema'
import { directions } from './orientation'
import { buildPyramid, strideFor } from './pyramid'
import { resample } from './resample'

const found = memory.data(8)

/** Forgets the picture before, and says where the luma of one of so many pixels is to be written. */
export function place(pixels: i32): usize {
  forget()
  return take(<usize>pixels)
}

/** Looks for points in the picture at `source`, brought to `columns` × `rows`; returns how many. */
export function detect(
  source: usize,
  width: i32,
  height: i32,
  columns: i32,
  rows: i32,
  floor: f32,
): i32 {
  const stride = strideFor(columns)
  const plane = take((<usize>(stride * rows)) << 2)
  resample(source, width, height, plane, columns, rows, stride)
  buildPyramid(plane, columns, rows)
  return findExtrema(floor)
}

/** Where the candidates of the last `detect` begin. */
export function candidates(): usize {
  return candidatesAt()
}

/** Takes room for the numbers of so many chosen candidates. */
export function choose(count: i32): usize {
  return take((<usize>count) << 2)
}

/** Takes room for so many features, four floats and then 128 bytes each. */
export function room(features: i32): usize {
  return take(<usize>features * 144)
}

/**
 * Describes chosen candidates: at `result` four floats a feature (x, y, blur in pixels of the brought
 * picture, angle), and behind `most` of those their 128 bytes. Returns how many features there are.
 */
export function describe(chosen: usize, count: i32, most: i32, result: usize): i32 {
  prepareDescriptor()
  const descriptors = result + <usize>most * 16
  let features = 0
  for (let i = 0; i < count; i++) {
    const at = candidatesAt() + <usize>load<i32>(chosen + ((<usize>i) << 2)) * CANDIDATE_BYTES
    const octave = load<i32>(at)
    const level = load<i32>(at, 4)
    const x = load<f32>(at, 8)
    const y = load<f32>(at, 12)
    const blur = load<f32>(at, 16)
    const ways = directions(octave, level, x, y, blur, found)
    for (let way = 0; way < ways && features < most; way++) {
      const angle = load<f32>(found + ((<usize>way) << 2))
      describePoint(octave, level, x, y, blur, angle, descriptors + <usize>features * 128)
      const pixels = <f32>(1 << octave)
      const to = result + <usize>features * 16
      store<f32>(to, x * pixels)
      store<f32>(to, y * pixels, 4)
      store<f32>(to, blur * pixels, 8)
      store<f32>(to, angle, 12)
      features++
    }
  }
  return features
}

export { forget, take } from './arena'
export { nameWords, placeWords, readWords } from './words'
export { chooseBest, keepCheap, look, placeLists } from './postings'
