import { keep, take } from './arena'

// A tree of three levels over descriptors. Each node has as many children as its level says, so that
// places are counted, not stored. A leaf is a word; what of a descriptor lies on which side of its word
// in 64 directions is the signature.
const BYTES: i32 = 128
const BITS: i32 = 64
const LEVELS: i32 = 3
/** How many nodes of a level are followed down. */
const BEAM: i32 = 3

const branches = memory.data(4 * LEVELS)
const centres = memory.data(4 * LEVELS)
const halves = memory.data(4 * LEVELS)
const own = memory.data(2 * BYTES, 16)
const projected = memory.data(2 * BITS, 16)
const scales = memory.data(4 * BITS, 16)
const bestNodes = memory.data(4 * (BEAM + 1))
const bestScores = memory.data(4 * (BEAM + 1))
const beamNodes = memory.data(4 * (BEAM + 1))
const mirrorOf = memory.data(BYTES)

/** How long a projection is for each unit that the descriptor is long, so that it fits 16 bits. */
const SCALE: f32 = 32
/** Bytes of a projection: 64 numbers of 16 bits. */
const PROJECTION: usize = 128

let directionsAt: usize = 0

/** Takes room for the bytes of a vocabulary: projection first, then the centres level by level. */
export function placeWords(first: i32, second: i32, third: i32): usize {
  store<i32>(branches, first)
  store<i32>(branches, second, 4)
  store<i32>(branches, third, 8)
  const nodes = first + first * second + first * second * third
  return take(<usize>((BITS + nodes) * BYTES))
}

@inline
function branchesOf(level: i32): i32 {
  return load<i32>(branches + (<usize>level << 2))
}

@inline
function sumOf(sums: v128): i32 {
  const pairs = i32x4.add(sums, v128.shuffle<i32>(sums, sums, 2, 3, 0, 1))
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1)
}

// The sums of four vectors as one.
@inline
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7))
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7))
  return i32x4.add(
    v128.shuffle<i32>(ab, cd, 0, 1, 4, 5),
    v128.shuffle<i32>(ab, cd, 2, 3, 6, 7),
  )
}

function readOwn(descriptor: usize): void {
  for (let i: usize = 0; i < 128; i += 8) {
    v128.store(own + (i << 1), v128.load_ext<u8>(descriptor + i))
  }
}

// A mirrored picture has the same cells from bottom to top, and directions that turn the other way.
function prepareMirror(): void {
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      for (let direction = 0; direction < 8; direction++) {
        const to = ((3 - row) * 4 + column) * 8 + ((8 - direction) & 7)
        store<u8>(mirrorOf + <usize>to, <u8>((row * 4 + column) * 8 + direction))
      }
    }
  }
}

function readMirrored(descriptor: usize): void {
  for (let i: usize = 0; i < 128; i++) {
    store<u16>(own + (i << 1), load<u8>(descriptor + <usize>load<u8>(mirrorOf + i)))
  }
}

@inline
function along(x: v128, direction: usize): v128 {
  return i32x4.dot_i16x8_s(x, v128.load_ext<i8>(direction))
}

// Where the descriptor lies along the 64 directions, each as if it were one long.
function project(to: usize): void {
  for (let bit: usize = 0; bit < <usize>BITS; bit += 4) {
    const row = directionsAt + bit * BYTES
    let a = i32x4.splat(0)
    let b = i32x4.splat(0)
    let c = i32x4.splat(0)
    let d = i32x4.splat(0)
    for (let i: usize = 0; i < 128; i += 8) {
      const x = v128.load(own + (i << 1))
      a = i32x4.add(a, along(x, row + i))
      b = i32x4.add(b, along(x, row + i + 128))
      c = i32x4.add(c, along(x, row + i + 256))
      d = i32x4.add(d, along(x, row + i + 384))
    }
    const places = f32x4.mul(
      f32x4.convert_i32x4_s(sumsOf(a, b, c, d)),
      v128.load(scales + (bit << 2)),
    )
    const rounded = i32x4.trunc_sat_f32x4_s(f32x4.nearest(places))
    v128.store64_lane(to + (bit << 1), i16x8.narrow_i32x4_s(rounded, rounded), 0)
  }
}

function prepareScales(): void {
  for (let bit = 0; bit < BITS; bit++) {
    let square: f32 = 0
    for (let i = 0; i < BYTES; i++) {
      const value = <f32>load<i8>(directionsAt + <usize>(bit * BYTES + i))
      square += value * value
    }
    store<f32>(scales + (<usize>bit << 2), square > 0 ? SCALE / <f32>Math.sqrt(square) : 0)
  }
}

/** Reads the vocabulary that was written at `at`; it stays until the instance goes. */
export function readWords(at: usize): void {
  directionsAt = at
  prepareMirror()
  prepareScales()
  let centre = at + <usize>(BITS * BYTES)
  let nodes = 1
  for (let level = 0; level < LEVELS; level++) {
    nodes *= branchesOf(level)
    let place = take(<usize>nodes * PROJECTION)
    store<usize>(centres + (<usize>level << 2), place)
    const half = take(<usize>nodes << 2)
    store<usize>(halves + (<usize>level << 2), half)
    for (let node = 0; node < nodes; node++) {
      readOwn(centre)
      project(place)
      // |x - c|² is least where x·c - |c|²/2 is greatest.
      let square: i32 = 0
      for (let i: usize = 0; i < PROJECTION; i += 2) {
        const value = <i32>load<i16>(place + i)
        square += value * value
      }
      store<i32>(half + (<usize>node << 2), square >> 1)
      centre += BYTES
      place += PROJECTION
    }
  }
  keep()
}

// Keeps the best few, best first.
@inline
function enter(node: i32, score: i32, most: i32): void {
  let place = most
  while (place > 0 && score > load<i32>(bestScores + (<usize>(place - 1) << 2))) {
    store<i32>(
      bestScores + (<usize>place << 2),
      load<i32>(bestScores + (<usize>(place - 1) << 2)),
    )
    store<i32>(bestNodes + (<usize>place << 2), load<i32>(bestNodes + (<usize>(place - 1) << 2)))
    place--
  }
  if (place >= most) return
  store<i32>(bestScores + (<usize>place << 2), score)
  store<i32>(bestNodes + (<usize>place << 2), node)
}

// Distances are taken between projections: the directions are those in which descriptors differ most.
function descend(most: i32): void {
  const p0 = v128.load(projected)
  const p1 = v128.load(projected, 16)
  const p2 = v128.load(projected, 32)
  const p3 = v128.load(projected, 48)
  const p4 = v128.load(projected, 64)
  const p5 = v128.load(projected, 80)
  const p6 = v128.load(projected, 96)
  const p7 = v128.load(projected, 112)
  let beam = 1
  store<i32>(beamNodes, 0)
  for (let level = 0; level < LEVELS; level++) {
    const width = level === LEVELS - 1 ? most : BEAM
    for (let i = 0; i < width; i++) store<i32>(bestScores + (<usize>i << 2), i32.MIN_VALUE)
    const branch = branchesOf(level)
    const centre = load<usize>(centres + (<usize>level << 2))
    const half = load<usize>(halves + (<usize>level << 2))
    for (let i = 0; i < beam; i++) {
      const first = load<i32>(beamNodes + (<usize>i << 2)) * branch
      let at = centre + <usize>first * PROJECTION
      for (let node = first; node < first + branch; node++) {
        const a = i32x4.add(
          i32x4.dot_i16x8_s(p0, v128.load(at)),
          i32x4.dot_i16x8_s(p1, v128.load(at, 16)),
        )
        const b = i32x4.add(
          i32x4.dot_i16x8_s(p2, v128.load(at, 32)),
          i32x4.dot_i16x8_s(p3, v128.load(at, 48)),
        )
        const c = i32x4.add(
          i32x4.dot_i16x8_s(p4, v128.load(at, 64)),
          i32x4.dot_i16x8_s(p5, v128.load(at, 80)),
        )
        const d = i32x4.add(
          i32x4.dot_i16x8_s(p6, v128.load(at, 96)),
          i32x4.dot_i16x8_s(p7, v128.load(at, 112)),
        )
        const score =
          sumOf(i32x4.add(i32x4.add(a, b), i32x4.add(c, d))) -
          load<i32>(half + (<usize>node << 2))
        if (score > load<i32>(bestScores + (<usize>(width - 1) << 2))) enter(node, score, width)
        at += PROJECTION
      }
    }
    beam = min<i32>(width, beam * branch)
    for (let i = 0; i < beam; i++) {
      store<i32>(beamNodes + (<usize>i << 2), load<i32>(bestNodes + (<usize>i << 2)))
    }
  }
}

@inline
function above(word: usize, i: usize): u64 {
  return <u64>i16x8.bitmask(i16x8.gt_s(v128.load(projected + i), v128.load(word + i)))
}

function sign(word: i32, to: usize): void {
  const place = load<usize>(centres + (<usize>(LEVELS - 1) << 2)) + <usize>word * PROJECTION
  let bits: u64 = 0
  for (let i: usize = 0; i < PROJECTION; i += 16) bits |= above(place, i) << (<u64>i >> 1)
  store<u64>(to, bits)
}

/** Finds the nearest words, `most` (at most 3) for each descriptor, and the signature under each. */
export function nameWords(
  descriptors: usize,
  count: i32,
  most: i32,
  mirrored: bool,
  words: usize,
  signatures: usize,
): void {
  for (let i = 0; i < count; i++) {
    const descriptor = descriptors + <usize>(i * BYTES)
    if (mirrored) readMirrored(descriptor)
    else readOwn(descriptor)
    project(projected)
    descend(most)
    for (let j = 0; j < most; j++) {
      const word = load<i32>(beamNodes + (<usize>j << 2))
      store<i32>(words + (<usize>(i * most + j) << 2), word)
      sign(word, signatures + (<usize>(i * most + j) << 3))
    }
  }
}
