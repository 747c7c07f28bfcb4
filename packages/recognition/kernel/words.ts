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
const projected = memory.data(4 * BITS)
const bestNodes = memory.data(4 * (BEAM + 1))
const bestScores = memory.data(4 * (BEAM + 1))
const beamNodes = memory.data(4 * (BEAM + 1))
const mirrorOf = memory.data(BYTES)

let directionsAt: usize = 0
let thresholds: usize = 0

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

/** Of the descriptor with 128 numbers of this kind, of a byte each. */
@inline
function product<T>(other: usize): i32 {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  for (let i: usize = 0; i < 128; i += 16) {
    a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(own + (i << 1)), v128.load_ext<T>(other + i)))
    b = i32x4.add(
      b,
      i32x4.dot_i16x8_s(v128.load(own + (i << 1), 16), v128.load_ext<T>(other + i, 8)),
    )
  }
  return sumOf(i32x4.add(a, b))
}

@inline
function sumOf(sums: v128): i32 {
  const pairs = i32x4.add(sums, v128.shuffle<i32>(sums, sums, 2, 3, 0, 1))
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1)
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

function project(to: usize): void {
  for (let bit = 0; bit < BITS; bit++) {
    store<i32>(to + (<usize>bit << 2), product<i8>(directionsAt + <usize>(bit * BYTES)))
  }
}

/** Reads the vocabulary that was written at `at`; it stays until the instance goes. */
export function readWords(at: usize): void {
  directionsAt = at
  prepareMirror()
  let centre = at + <usize>(BITS * BYTES)
  let nodes = 1
  for (let level = 0; level < LEVELS; level++) {
    nodes *= branchesOf(level)
    store<usize>(centres + (<usize>level << 2), centre)
    const half = take(<usize>nodes << 2)
    store<usize>(halves + (<usize>level << 2), half)
    if (level === LEVELS - 1) thresholds = take(<usize>(nodes * BITS) << 2)
    for (let node = 0; node < nodes; node++) {
      readOwn(centre)
      // |x - c|² is least where x·c - |c|²/2 is greatest.
      store<i32>(half + (<usize>node << 2), product<u8>(centre) >> 1)
      if (level === LEVELS - 1) project(thresholds + (<usize>(node * BITS) << 2))
      centre += BYTES
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

function descend(most: i32): void {
  let beam = 1
  store<i32>(beamNodes, 0)
  for (let level = 0; level < LEVELS; level++) {
    const wanted = level === LEVELS - 1 ? most : BEAM
    for (let i = 0; i < wanted; i++) store<i32>(bestScores + (<usize>i << 2), i32.MIN_VALUE)
    const branch = branchesOf(level)
    const centre = load<usize>(centres + (<usize>level << 2))
    const half = load<usize>(halves + (<usize>level << 2))
    for (let i = 0; i < beam; i++) {
      const first = load<i32>(beamNodes + (<usize>i << 2)) * branch
      for (let node = first; node < first + branch; node++) {
        const score =
          product<u8>(centre + <usize>node * BYTES) - load<i32>(half + (<usize>node << 2))
        if (score > load<i32>(bestScores + (<usize>(wanted - 1) << 2))) enter(node, score, wanted)
      }
    }
    beam = min<i32>(wanted, beam * branch)
    for (let i = 0; i < beam; i++) {
      store<i32>(beamNodes + (<usize>i << 2), load<i32>(bestNodes + (<usize>i << 2)))
    }
  }
}

function sign(word: i32, to: usize): void {
  let bits: u64 = 0
  const threshold = thresholds + (<usize>(word * BITS) << 2)
  for (let bit: usize = 0; bit < <usize>BITS; bit++) {
    const above = load<i32>(projected + (bit << 2)) > load<i32>(threshold + (bit << 2))
    bits |= (<u64>above) << (<u64>bit)
  }
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
    descend(most)
    project(projected)
    for (let j = 0; j < most; j++) {
      const word = load<i32>(beamNodes + (<usize>j << 2))
      store<i32>(words + (<usize>(i * most + j) << 2), word)
      sign(word, signatures + (<usize>(i * most + j) << 3))
    }
  }
}
