import { take } from './arena'

// An inverted index: for each word half the signatures of the features that fell to it, four bytes each, and
// whose those are, three bytes each. Halves are enough to choose which pictures to look at more closely. A
// list is a chain of blocks of one size, so that it grows without leaving anything behind: where the next
// block lies, then the signatures, then the owners. All but the first are full.

const SIGNATURE: usize = 4
const OWNER: usize = 3
/** Entries of a block, and where its signatures and owners begin. */
const ENTRIES: usize = 144
const SIGNATURES: usize = 4
const OWNERS: usize = SIGNATURES + ENTRIES * SIGNATURE
/** A hit is a picture and the distance, four bytes each. */
const HIT: usize = 8
/** Bits of half a signature. */
const BITS: i32 = 32
/** Beyond so many pairs of one feature with one picture the feature tells nothing of it. */
const ALIKE: u32 = 12

const nearness = memory.data(4 * 33)

let heads: usize = 0
let counts: usize = 0
let touchedCount: i32 = 0

/**
 * Takes room for a number of words: where the first block of each lies, then how many entries each has, four
 * bytes each; all 0 in memory that nothing used before.
 */
export function placeLists(words: i32): usize {
  const bytes = <usize>words << 2
  heads = take(2 * bytes)
  counts = heads + bytes
  for (let d = 0; d <= BITS; d++) {
    store<f32>(nearness + (<usize>d << 2), <f32>Math.exp((<f64>(-d * d)) / 64))
  }
  return heads
}

// Writes a hit where an entry is near enough.
@inline
function compare(
  entry: u32,
  signature: u32,
  limit: i32,
  owner: usize,
  own: usize,
  to: usize,
): usize {
  const distance = <i32>popcnt<u32>(entry ^ signature)
  if (distance > limit) return to
  // A block is longer than its last owner by more than the byte that is read beyond it.
  const picture = load<u32>(owner) & 0xffffff
  const pairs = own + (<usize>picture << 1)
  store<u16>(pairs, load<u16>(pairs) + 1)
  store<u32>(to, picture)
  store<i32>(to, distance, 4)
  return to + HIT
}

@inline
function scan(word: i32, signature: u32, limit: i32, own: usize, from: usize): usize {
  const count = <usize>load<u32>(counts + (<usize>word << 2))
  let block = <usize>load<u32>(heads + (<usize>word << 2))
  let filled = count % ENTRIES
  const wanted = i32x4.splat(<i32>signature)
  const most = i32x4.splat(limit)
  let to = from
  while (block !== 0) {
    if (filled === 0) filled = ENTRIES
    const signatures = block + SIGNATURES
    const owners = block + OWNERS
    const next = <usize>load<u32>(block)
    const bytes = filled * SIGNATURE
    const fours = bytes & ~15
    for (let i: usize = 0; i < fours; i += 16) {
      const bits = i8x16.popcnt(v128.xor(v128.load(signatures + i), wanted))
      const distances = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bits))
      if (!v128.any_true(i32x4.le_s(distances, most))) continue
      for (let j = i; j < i + 16; j += SIGNATURE) {
        to = compare(load<u32>(signatures + j), signature, limit, owners + (j >> 2) * OWNER, own, to)
      }
    }
    for (let i = fours; i < bytes; i += SIGNATURE) {
      to = compare(load<u32>(signatures + i), signature, limit, owners + (i >> 2) * OWNER, own, to)
    }
    block = next
    filled = 0
  }
  return to
}

// Rare words say more, far signatures less, and each further feature of a picture that looks the same less again.
@inline
function weigh(
  first: usize,
  end: usize,
  rarity: f32,
  scores: usize,
  own: usize,
  touched: usize,
): void {
  for (let at = first; at < end; at += HIT) {
    const picture = <usize>load<u32>(at)
    const alike = <u32>load<u16>(own + (picture << 1))
    if (alike > ALIKE) continue
    const score = scores + (picture << 2)
    const before = load<f32>(score)
    if (before === 0) {
      store<u32>(touched + (<usize>touchedCount << 2), <u32>picture)
      touchedCount++
    }
    const near = load<f32>(nearness + (<usize>load<i32>(at, 4) << 2))
    store<f32>(score, before + (rarity * near) / <f32>Math.sqrt(<f32>alike))
  }
  for (let at = first; at < end; at += HIT) {
    store<u16>(own + (<usize>load<u32>(at) << 1), 0)
  }
}

/**
 * Looks for features by `most` words each, those that are not -1, for half signatures that differ in at most
 * `limit` bits. Adds up in `scores` (a float a picture) what speaks for each picture and lists in `touched`
 * those that have any; returns how many. `own` is two bytes a picture, all 0 before and after. `hits` has room
 * for as many as all words of a feature have entries.
 */
export function look(
  features: i32,
  most: i32,
  words: usize,
  signatures: usize,
  limit: i32,
  total: f64,
  scores: usize,
  own: usize,
  touched: usize,
  hits: usize,
): i32 {
  touchedCount = 0
  for (let feature = 0; feature < features; feature++) {
    let to = hits
    let entries: u32 = 0
    const place = feature * most
    for (let j = place; j < place + most; j++) {
      const word = load<i32>(words + (<usize>j << 2))
      if (word < 0) continue
      // The nearest word tells how rare the feature is.
      if (entries === 0) entries = load<u32>(counts + (<usize>word << 2))
      to = scan(word, load<u32>(signatures + (<usize>j << 2)), limit, own, to)
    }
    if (to === hits) continue
    const rarity = <f32>Math.log(1 + total / <f64>(1 + entries))
    weigh(hits, to, rarity * rarity, scores, own, touched)
  }
  return touchedCount
}
