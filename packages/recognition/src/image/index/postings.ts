import { startKernel, type Kernel } from '../kernel/kernel.ts'

/**
 * A list is a chain of blocks in the kernel's memory, the first of which alone is not full: where the next block
 * lies, four bytes; half signatures, four bytes each; then whose they are, three bytes each.
 */
const ENTRIES = 144
const SIGNATURES = 4
const OWNERS = SIGNATURES + 4 * ENTRIES
const OWNER = 3
const BLOCK = 1024
/** Blocks that are taken from the kernel at once. */
const SLAB = 32
const MOST_PICTURES = 1 << 24
const HIT = 8
const FIRST_PICTURES = 1 << 10
/** Half signatures may differ in so many of 32 bits; of unlike features half would. */
const LIMIT = 9
/**
 * So many entries are looked at for a query in one orientation. Where lists are longer the rarest words, which
 * tell most, are looked up alone: pictures are found as fast among very many, if less surely.
 */
const BUDGET = 120_000

/** Which pictures have features that fell to each word. */
export class Postings {
  private readonly kernel: Kernel = startKernel()
  /** Where the first block of each word lies, then how many entries each has, in fours of bytes. */
  private readonly heads: number
  private readonly counts: number
  /** Blocks that no list has. */
  private readonly left: number[] = []
  private pictures = { room: 0, scores: 0, own: 0, touched: 0 }
  private hits = { room: 0, start: 0 }
  private query = { room: 0, words: 0, signatures: 0 }
  private numbers = new Uint32Array(this.kernel.memory.buffer)
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
    if (picture >= MOST_PICTURES) throw new RangeError('an index holds 16,777,216 pictures at most')
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

  /** Takes out what a picture has under a word. */
  remove(word: number, picture: number): void {
    let filled = this.countOf(word) % ENTRIES || ENTRIES
    for (let block = this.headOf(word); block !== 0; filled = ENTRIES) {
      const next = this.numbers[block / 4] as number
      // What takes an entry's place comes from behind, where none of this picture is left.
      for (let i = filled - 1; i >= 0; i--) {
        if (this.ownerAt(block, i) === picture) this.replaceByLast(word, block, i)
      }
      block = next
    }
  }

  /**
   * Adds up for each picture what its like features say: rare words more, far signatures less, and less
   * again for each further feature of the same picture that looks the same (Jégou, Douze and Schmid, "On
   * the burstiness of visual elements", 2009), since patterns repeat. Calls back with the score of each
   * picture that has any.
   *
   * @param words of features, `most` of each, nearest first
   * @param halves the first halves of the signatures under them
   * @param total features of all pictures, of which there are fewer than `pictures`
   */
  look(
    words: Int32Array,
    halves: Uint32Array,
    { most, total, pictures }: Record<'most' | 'total' | 'pictures', number>,
    score: (picture: number, score: number) => void,
  ): void {
    const rare = this.within(words)
    this.makeRoom(words.length, pictures, most * this.longest(rare))
    const { buffer } = this.kernel.memory
    new Int32Array(buffer, this.query.words, words.length).set(rare)
    new Uint32Array(buffer, this.query.signatures, words.length).set(halves)
    const touched = this.kernel.look(
      ...([words.length / most, most, this.query.words, this.query.signatures] as const),
      ...([LIMIT, total, this.pictures.scores, this.pictures.own] as const),
      ...([this.pictures.touched, this.hits.start] as const),
    )
    const start = this.pictures.touched / 4
    const scores = new Float32Array(buffer, this.pictures.scores, pictures)
    for (let i = start; i < start + touched; i++) {
      const picture = this.numbers[i] as number
      score(picture, scores[picture] as number)
      scores[picture] = 0
    }
  }

  /** The words whose lists are short enough to look through all of them; -1 in the place of others. */
  private within(words: Int32Array): Int32Array {
    const counts = Float64Array.from(words, (word) => this.countOf(word))
    const sorted = counts.toSorted()
    let left = BUDGET
    let most = Infinity
    for (const count of sorted) {
      left -= count
      if (left >= 0) continue
      most = count
      break
    }
    return words.map((word, i) => ((counts[i] as number) < most ? word : -1))
  }

  private longest(words: Int32Array): number {
    let longest = 0
    for (const word of words) if (word >= 0) longest = Math.max(longest, this.countOf(word))
    return longest
  }

  private makeRoom(asked: number, pictures: number, hits: number): void {
    if (this.query.room < asked) {
      const room = 2 * asked
      this.query = { room, signatures: this.take(room * 4), words: this.take(room * 4) }
    }
    if (this.pictures.room < pictures) {
      const room = Math.max(FIRST_PICTURES, 2 * pictures)
      const [scores, own, touched] = [this.take(4 * room), this.take(2 * room), this.take(4 * room)]
      this.pictures = { room, scores, own, touched }
    }
    if (this.hits.room < hits) this.hits = { room: 2 * hits, start: this.take(2 * hits * HIT) }
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

  /** The block that the words' next entry goes to; 0 where there is none. */
  private headOf(word: number): number {
    return this.numbers[this.heads + word] as number
  }

  private countOf(word: number): number {
    return this.numbers[this.counts + word] as number
  }

  private newBlock(): number {
    const start = this.take(SLAB * BLOCK)
    for (let each = SLAB - 1; each > 0; each--) this.left.push(start + each * BLOCK)
    return start
  }

  /** Nothing gives memory of this kernel back, so that what is taken is all 0. */
  private take(bytes: number): number {
    const start = this.kernel.take(bytes) >>> 0
    this.renew()
    return start
  }

  /** Memory that grew lies elsewhere. */
  private renew(): void {
    const { buffer } = this.kernel.memory
    if (this.numbers.buffer === buffer) return
    this.numbers = new Uint32Array(buffer)
    this.bytes = new Uint8Array(buffer)
  }
}
