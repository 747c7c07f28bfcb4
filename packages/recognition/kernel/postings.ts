import { take } from './arena'

// An inverted index: for each word half the signatures of the features that fell to it, four bytes each, and
// whose those are, three bytes each. Halves are enough to choose which pictures to look at more closely. A
// list is a chain of blocks of one size, so that it grows without leaving anything behind: where the next
// block lies, then the signatures, then the owners. All but the first are full.

const SIGNATURE: usize = 4
const OWNER: usize = 3
/** Entries of a block, and where its signatures and owners begin. */
const ENTRIES: usize = 72
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

@inline
function scan(word: i32, signature: u32, limit: i32, own: usize, from: usize): usize {
  const count = <usize>load<u32>(counts + (<usize>word << 2))
  let block = <usize>load<u32>(heads + (<usize>word << 2))
  let filled = count % ENTRIES
  let to = from
  while (block !== 0) {
    if (filled === 0) filled = ENTRIES
    const signatures = block + SIGNATURES
    let owner = block + OWNERS
    for (let i: usize = 0; i < filled * SIGNATURE; i += SIGNATURE, owner += OWNER) {
      const distance = <i32>popcnt<u32>(load<u32>(signatures + i) ^ signature)
      if (distance > limit) continue
      // A block is longer than its last owner by more than the byte that is read beyond it.
      const picture = load<u32>(owner) & 0xffffff
      const pairs = own + (<usize>picture << 1)
      store<u16>(pairs, load<u16>(pairs) + 1)
      store<u32>(to, picture)
      store<i32>(to, distance, 4)
      to += HIT
    }
    block = <usize>load<u32>(block)
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
