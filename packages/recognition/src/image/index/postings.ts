import { startKernel, type Kernel } from '../kernel/kernel.ts'

/**
 * A list is a chain of blocks in the kernel's memory, of which only the first is not full: the address of the next
 * block, four bytes; half signatures, four bytes each; then their pictures, three bytes each.
 */
const ENTRIES = 144
const SIGNATURES = 4
const OWNERS = SIGNATURES + 4 * ENTRIES
const OWNER = 3
const BLOCK = 1024
/** Blocks allocated from the kernel at once. */
const SLAB = 32
const MAX_PICTURES = 1 << 24
/** A hit, and a picture with its score. */
const HIT = 8
const CHOSEN = 8
const FIRST_PICTURES = 1 << 10
/** Half signatures may differ in this many of 32 bits; those of unlike features differ in half. */
const LIMIT = 9
/**
 * Maximum entries read for a query in one orientation. If lists are longer, only rare words of strong features, which
 * are the most informative, are looked up: pictures are found as fast among very many, though less surely.
 */
const BUDGET = 180_000

/** A picture and how much speaks for it. */
export interface Scored {
  picture: number
  score: number
}

/** Which pictures have features that fell to each word. */
export class Postings {
  private readonly kernel: Kernel = startKernel()
  /** The address of each word's first block, then its number of entries, as 32-bit numbers. */
  private readonly heads: number
  private readonly counts: number
  /** Blocks that no list has. */
  private readonly left: number[] = []
  private pictures = { room: 0, scores: 0, own: 0, touched: 0, norms: 0 }
  private query = { room: 0, words: 0, signatures: 0, prices: 0 }
  private best = { room: 0, start: 0 }
  /** Room for as many hits as there may be: entries that are looked at. */
  private hits = 0
  private numbers = new Uint32Array(this.kernel.memory.buffer)
  private floats = new Float32Array(this.kernel.memory.buffer)
  private bytes = new Uint8Array(this.kernel.memory.buffer)

  constructor(words: number) {
    this.heads = this.kernel.placeLists(words) / 4
    this.counts = this.heads + words
    this.renew()
  }

  /**
   * @param half the first half of the feature's signature
   * @param picture a number below 16,777,216
   */
  add(word: number, half: number, picture: number): void {
    if (picture >= MAX_PICTURES) throw new RangeError('an index holds 16,777,216 pictures at most')
    const count = this.countOf(word)
    const place = count % ENTRIES
    if (place === 0) {
      const block = this.left.pop() ?? this.newBlock()
      this.numbers[block / 4] = this.headOf(word)
      this.numbers[this.heads + word] = block
    }
    this.put(this.headOf(word), place, { half, picture })
    this.numbers[this.counts + word] = count + 1
  }

  /** Removes a picture's entries under a word. */
  remove(word: number, picture: number): void {
    let filled = this.countOf(word) % ENTRIES || ENTRIES
    for (let block = this.headOf(word); block !== 0; filled = ENTRIES) {
      const next = this.numbers[block / 4] as number
      // The entry that replaces a removed one comes from the end, where none of this picture is left.
      for (let i = filled - 1; i >= 0; i--) {
        if (this.ownerAt(block, i) === picture) this.replaceByLast(word, block, i)
      }
      block = next
    }
  }

  /** Registers a picture, with the divisor of its score. */
  setNorm(picture: number, norm: number): void {
    this.makeRoomFor(picture)
    this.floats[this.pictures.norms / 4 + picture] = norm
  }

  /**
   * Adds up the votes of similar features for each picture: rare words count more, distant signatures less, and less
   * again for each further feature of the same picture that looks the same (Jégou, Douze and Schmid, "On the
   * burstiness of visual elements", 2009), since patterns repeat. Returns the pictures with the highest scores by
   * their norms, the highest first, equal ones by number.
   *
   * @param words of features, the strongest first, `most` of each, nearest first
   * @param halves the first halves of the signatures under them
   * @param total features of all pictures
   * @param wanted maximum number of pictures
   */
  score(
    words: Int32Array,
    halves: Uint32Array,
    { most, total, wanted }: Record<'most' | 'total' | 'wanted', number>,
  ): Scored[] {
    this.makeRoomToAsk(words.length, wanted)
    const { kernel, query, best, hits } = this
    const { scores, own, touched, norms } = this.pictures
    this.numbers.set(words, query.words / 4)
    this.numbers.set(halves, query.signatures / 4)
    const features = words.length / most
    kernel.keepCheap(query.words, features, most, BUDGET, query.prices)
    const count = kernel.look(
      features,
      most,
      query.words,
      query.signatures,
      LIMIT,
      total,
      scores,
      own,
      touched,
      hits,
    )
    const chosenCount = kernel.chooseBest(touched, count, scores, norms, wanted, best.start)
    return Array.from({ length: chosenCount }, (_, i) => {
      const at = best.start / 4 + 2 * i
      return { picture: this.numbers[at] as number, score: this.floats[at + 1] as number }
    })
  }

  private makeRoomFor(picture: number): void {
    const { room: before, norms: known } = this.pictures
    if (picture < before) return
    const room = Math.max(FIRST_PICTURES, 2 * (picture + 1))
    const [scores, own, touched] = [
      this.allocate(4 * room),
      this.allocate(2 * room),
      this.allocate(4 * room),
    ]
    const norms = this.allocate(4 * room)
    this.floats.copyWithin(norms / 4, known / 4, known / 4 + before)
    this.pictures = { room, scores, own, touched, norms }
  }

  private makeRoomToAsk(words: number, wanted: number): void {
    if (this.query.room < words) {
      const room = 2 * words
      const [signatures, prices] = [this.allocate(4 * room), this.allocate(8 * room + 32)]
      this.query = { room, words: this.allocate(4 * room), signatures, prices }
    }
    if (this.best.room < wanted) this.best = { room: wanted, start: this.allocate(CHOSEN * wanted) }
    if (this.hits === 0) this.hits = this.allocate(HIT * BUDGET)
  }

  private replaceByLast(word: number, block: number, place: number): void {
    const [head, count] = [this.headOf(word), this.countOf(word) - 1]
    const last = count % ENTRIES
    const half = this.numbers[(head + SIGNATURES) / 4 + last] as number
    this.put(block, place, { half, picture: this.ownerAt(head, last) })
    this.numbers[this.counts + word] = count
    if (last > 0) return
    this.numbers[this.heads + word] = this.numbers[head / 4] as number
    this.left.push(head)
  }

  private put(
    block: number,
    place: number,
    { half, picture }: { half: number; picture: number },
  ): void {
    this.numbers[(block + SIGNATURES) / 4 + place] = half
    const owner = block + OWNERS + OWNER * place
    this.bytes[owner] = picture
    this.bytes[owner + 1] = picture >>> 8
    this.bytes[owner + 2] = picture >>> 16
  }

  private ownerAt(block: number, place: number): number {
    const owner = block + OWNERS + OWNER * place
    const { bytes } = this
    return (
      (bytes[owner] as number) |
      ((bytes[owner + 1] as number) << 8) |
      ((bytes[owner + 2] as number) << 16)
    )
  }

  /** The block for the word's next entry; 0 if there is none. */
  private headOf(word: number): number {
    return this.numbers[this.heads + word] as number
  }

  private countOf(word: number): number {
    return this.numbers[this.counts + word] as number
  }

  private newBlock(): number {
    const start = this.allocate(SLAB * BLOCK)
    for (let each = SLAB - 1; each > 0; each--) this.left.push(start + each * BLOCK)
    return start
  }

  /** Memory of this kernel is never returned, so new memory is always zero. */
  private allocate(bytes: number): number {
    const start = this.kernel.take(bytes) >>> 0
    this.renew()
    return start
  }

  /** Memory that grew has moved. */
  private renew(): void {
    const { buffer } = this.kernel.memory
    if (this.numbers.buffer === buffer) return
    this.numbers = new Uint32Array(buffer)
    this.floats = new Float32Array(buffer)
    this.bytes = new Uint8Array(buffer)
  }
}
