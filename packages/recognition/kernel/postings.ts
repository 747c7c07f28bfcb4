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
/** A chosen picture and its score, four bytes each. */
const CHOSEN: usize = 8
/** Bits of half a signature. */
const BITS: i32 = 32
/** Bytes that memory gives at once. */
const LINE: usize = 64
/** So many lists are asked for together. */
const AHEAD: i32 = 32
/** Beyond so many pairs of one feature with one picture the feature tells nothing of it. */
const ALIKE: u32 = 12

/** How much dearer further words of a feature are than the nearest, and after how many stronger features one is twice as dear. */
const FARTHER: f32 = 2
const RANK: f32 = 800
const DEAREST: f32 = 0x3fffffff

const nearness = memory.data(4 * 33)

const ahead = memory.data(4 * AHEAD)

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

// Writes a hit where an entry is near enough: for now with the place of its owner, which lies elsewhere in memory.
@inline
function compare(entry: u32, signature: u32, limit: i32, owner: usize, to: usize): usize {
  const distance = <i32>popcnt<u32>(entry ^ signature)
  if (distance > limit) return to
  store<usize>(to, owner)
  store<i32>(to, distance, 4)
  return to + HIT
}

// Puts owners into hits and counts the hits of each. Those of a feature are asked for together: memory answers many
// questions at a time.
@inline
function resolve(first: usize, end: usize, own: usize): void {
  for (let at = first; at < end; at += HIT) {
    // A block is longer than its last owner by more than the byte that is read beyond it.
    const picture = load<u32>(load<usize>(at)) & 0xffffff
    store<u32>(at, picture)
    const pairs = own + (<usize>picture << 1)
    store<u16>(pairs, load<u16>(pairs) + 1)
  }
}

// Memory answers many questions at a time, but a list says only block by block where it goes on: some lists are asked for
// together before they are compared, one after the other. Returns where the words of others begin.
function readAhead(words: usize, end: usize): usize {
  let lists = 0
  let sum: u32 = 0
  let at = words
  for (; at < end && lists < AHEAD; at += 4) {
    const word = load<i32>(at)
    if (word < 0) continue
    const block = load<u32>(heads + (<usize>word << 2))
    if (block === 0) continue
    const last = <usize>((load<u32>(counts + (<usize>word << 2)) - 1) % <u32>ENTRIES)
    sum ^= read(block, SIGNATURES + last * SIGNATURE)
    store<u32>(ahead + (<usize>lists << 2), block)
    lists++
  }
  while (lists > 0) {
    let continuing = 0
    for (let i = 0; i < lists; i++) {
      const block = load<u32>(<usize>load<u32>(ahead + (<usize>i << 2)))
      if (block === 0) continue
      sum ^= read(block, OWNERS)
      store<u32>(ahead + (<usize>continuing << 2), block)
      continuing++
    }
    lists = continuing
  }
  // What nobody wants to know is not read.
  store<u32>(ahead, sum)
  return at
}

@inline
function read(block: usize, end: usize): u32 {
  let sum: u32 = 0
  for (let line: usize = 0; line <= end; line += LINE) sum ^= load<u32>(block + line)
  return sum
}

@inline
function scan(word: i32, signature: u32, limit: i32, from: usize): usize {
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
        to = compare(load<u32>(signatures + j), signature, limit, owners + (j >> 2) * OWNER, to)
      }
    }
    for (let i = fours; i < bytes; i += SIGNATURE) {
      to = compare(load<u32>(signatures + i), signature, limit, owners + (i >> 2) * OWNER, to)
    }
    block = next
    filled = 0
  }
  return to
}

// Entries of the lists with a price of less than `limit`.
@inline
function entriesBelow(limit: i32, prices: usize, lengths: usize, bytes: usize): i32 {
  const wanted = i32x4.splat(limit)
  let sums = i32x4.splat(0)
  for (let i: usize = 0; i < bytes; i += 16) {
    const cheap = i32x4.lt_s(v128.load(prices + i), wanted)
    sums = i32x4.add(sums, v128.and(cheap, v128.load(lengths + i)))
  }
  const pairs = i32x4.add(sums, v128.shuffle<i32>(sums, sums, 2, 3, 0, 1))
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1)
}

/**
 * Puts -1 in the place of all words but those at the lowest prices, as many as have `budget` entries together at most; words
 * of one price stay or go together. A price is the length of the list, the higher the weaker the feature and the farther the
 * word: those are found in a copy's reference least. `room` has eight bytes a word, and 32.
 */
export function keepCheap(words: usize, features: i32, most: i32, budget: i32, room: usize): void {
  const count = features * most
  const bytes = ((<usize>count << 2) + 15) & ~15
  const prices = room
  const lengths = room + bytes
  memory.fill(room, 0, 2 * bytes)
  for (let i = 0; i < count; i++) {
    const word = load<i32>(words + (<usize>i << 2))
    const length = load<u32>(counts + (<usize>word << 2))
    const price = <f32>length * (1 + <f32>(i / most) / RANK) * (i % most === 0 ? 1 : FARTHER)
    store<i32>(prices + (<usize>i << 2), <i32>min<f32>(price, DEAREST))
    // Of a list beyond the budget only that counts: sums stay within 32 bits.
    store<i32>(lengths + (<usize>i << 2), <i32>min<u32>(length, budget + 1))
  }
  let limit = 0
  for (let step = 1 << 30; step > 0; step >>= 1) {
    if (entriesBelow(limit + step, prices, lengths, bytes) <= budget) limit += step
  }
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    if (load<i32>(prices + i) >= limit) store<i32>(words + i, -1)
  }
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
  const end = words + (<usize>(features * most) << 2)
  let prefetched = words
  for (let feature = 0; feature < features; feature++) {
    let to = hits
    let entries: u32 = 0
    const place = feature * most
    if (words + (<usize>place << 2) >= prefetched) prefetched = readAhead(prefetched, end)
    for (let j = place; j < place + most; j++) {
      const word = load<i32>(words + (<usize>j << 2))
      if (word < 0) continue
      // The nearest word tells how rare the feature is.
      if (entries === 0) entries = load<u32>(counts + (<usize>word << 2))
      to = scan(word, load<u32>(signatures + (<usize>j << 2)), limit, to)
    }
    if (to === hits) continue
    resolve(hits, to, own)
    const rarity = <f32>Math.log(1 + total / <f64>(1 + entries))
    weigh(hits, to, rarity * rarity, scores, own, touched)
  }
  return touchedCount
}

@inline
function isBefore(picture: u32, score: f32, other: usize): bool {
  const its = load<f32>(other, 4)
  return score > its || (score === its && picture < load<u32>(other))
}

/**
 * Writes to `best` which of the touched pictures score most, `most` at the most, the best first and equal ones by number: a
 * picture and its score, four bytes each. A score is divided by the norm of its picture. Returns how many there
 * are; all scores are 0 again.
 */
export function chooseBest(
  touched: usize,
  count: i32,
  scores: usize,
  norms: usize,
  most: i32,
  best: usize,
): i32 {
  let chosen = 0
  let least: f32 = 0
  for (let i = 0; i < count; i++) {
    const picture = load<u32>(touched + (<usize>i << 2))
    const at = <usize>picture << 2
    const score = load<f32>(scores + at) / load<f32>(norms + at)
    store<f32>(scores + at, 0)
    // Nearly all are worse than those that are there.
    if (score < least) continue
    const end = best + <usize>chosen * CHOSEN
    let to = end
    while (to > best && isBefore(picture, score, to - CHOSEN)) to -= CHOSEN
    if (chosen < most) chosen++
    else if (to === end) continue
    const last = best + <usize>(chosen - 1) * CHOSEN
    memory.copy(to + CHOSEN, to, last - to)
    store<u32>(to, picture)
    store<f32>(to, score, 4)
    if (chosen === most) least = load<f32>(last, 4)
  }
  return chosen
}
