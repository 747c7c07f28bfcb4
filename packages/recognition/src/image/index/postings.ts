import { startKernel, type Kernel } from '../kernel/kernel.ts'

/** Entries lie in the kernel's memory: signature (two numbers) and owner, four bytes each. */
const ENTRY = 12
const HIT = 8
const SMALLEST = 4
/** An owner is a picture and which of its features it is, in one number. */
const FEATURE_BITS = 9
export const MOST_FEATURES = 2 ** FEATURE_BITS

export type Found = (picture: number, feature: number, distance: number) => void

/**
 * Which features of which pictures fell to each word. Room grows by half as a word gets more entries; what
 * it leaves is used by others.
 */
export class Postings {
  private readonly kernel: Kernel = startKernel()
  private readonly starts: Uint32Array
  private readonly counts: Uint32Array
  private readonly rooms: Uint32Array
  private readonly left = new Map<number, number[]>()
  private hits = { start: 0, room: 0 }
  private numbers = new Uint32Array(this.kernel.memory.buffer)

  constructor(words: number) {
    this.starts = new Uint32Array(words)
    this.counts = new Uint32Array(words)
    this.rooms = new Uint32Array(words)
  }

  /** How many entries there are under a word. */
  count(word: number): number {
    return this.counts[word] ?? 0
  }

  add(word: number, signature: bigint, picture: number, feature: number): void {
    const count = this.count(word)
    if (count === this.rooms[word]) this.grow(word)
    const at = ((this.starts[word] ?? 0) + count * ENTRY) / 4
    this.numbers[at] = Number(signature & 0xffffffffn)
    this.numbers[at + 1] = Number(signature >> 32n)
    this.numbers[at + 2] = picture * MOST_FEATURES + feature
    this.counts[word] = count + 1
  }

  /** Takes out what a picture has under a word. */
  remove(word: number, picture: number): void {
    const start = (this.starts[word] ?? 0) / 4
    let count = this.count(word)
    for (let i = count - 1; i >= 0; i--) {
      if ((this.numbers[start + 3 * i + 2] ?? 0) >>> FEATURE_BITS !== picture) continue
      count--
      const last = start + 3 * count
      this.numbers.copyWithin(start + 3 * i, last, last + 3)
    }
    this.counts[word] = count
  }

  /** Calls back for each entry whose signature differs in at most `limit` bits. */
  scan(word: number, signature: bigint, limit: number, found: Found): void {
    const count = this.count(word)
    if (count === 0) return
    if (this.hits.room < count) this.hits = { start: this.take(2 * count * HIT), room: 2 * count }
    const { start } = this.hits
    const hits = this.kernel.scan(this.starts[word] ?? 0, count, signature, limit, start)
    for (let i = start / 4; i < start / 4 + 2 * hits; i += 2) {
      const owner = this.numbers[i] ?? 0
      found(owner >>> FEATURE_BITS, owner & (MOST_FEATURES - 1), this.numbers[i + 1] ?? 0)
    }
  }

  private grow(word: number): void {
    const room = this.rooms[word] ?? 0
    const start = this.starts[word] ?? 0
    const wanted = Math.max(SMALLEST, Math.ceil((1.5 * room) / SMALLEST) * SMALLEST)
    const target = this.left.get(wanted)?.pop() ?? this.take(wanted * ENTRY)
    if (room > 0) {
      this.numbers.copyWithin(target / 4, start / 4, (start + room * ENTRY) / 4)
      const others = this.left.get(room)
      if (others) others.push(start)
      else this.left.set(room, [start])
    }
    this.starts[word] = target
    this.rooms[word] = wanted
  }

  /** Memory that grew lies elsewhere. */
  private take(bytes: number): number {
    const start = this.kernel.take(bytes) >>> 0
    if (this.numbers.buffer !== this.kernel.memory.buffer) {
      this.numbers = new Uint32Array(this.kernel.memory.buffer)
    }
    return start
  }
}
