import { startKernel, type Kernel } from '../kernel/kernel.ts'

/** Lists lie in the kernel's memory: half signatures of a word, four bytes each, then whose they are, four each. */
const SIGNATURE = 4
const OWNER = 4
const HIT = 8
const SMALLEST = 4
const FIRST_PICTURES = 1 << 10
/** Half signatures may differ in so many of 32 bits; of unlike features half would. */
const LIMIT = 9
/**
 * So many entries are looked at for a query in one orientation. Where lists are longer the rarest words, which
 * tell most, are looked up alone: pictures are found as fast among very many, if less surely.
 */
const BUDGET = 400_000

/**
 * Which pictures have features that fell to each word. Room grows by half as a word gets more entries; what
 * it leaves is used by others.
 */
export class Postings {
  private readonly kernel: Kernel = startKernel()
  /** For each word where its list begins, then how many entries each has, then the room, one after the other. */
  private readonly lists: number
  private readonly words: number
  private readonly left = new Map<number, number[]>()
  private pictures = { room: 0, scores: 0, own: 0, touched: 0 }
  private hits = { room: 0, start: 0 }
  private query = { room: 0, words: 0, signatures: 0 }
  private numbers = new Uint32Array(this.kernel.memory.buffer)

  constructor(words: number) {
    this.words = words
    this.lists = this.kernel.placeLists(words) / 4
    this.renew()
  }

  /** @param half the first half of the feature's signature */
  add(word: number, half: number, picture: number): void {
    const count = this.countOf(word)
    if (count === this.roomOf(word)) this.grow(word)
    this.numbers[this.startOf(word) / 4 + count] = half
    this.numbers[this.ownersOf(word) + count] = picture
    this.numbers[this.lists + this.words + word] = count + 1
  }

  /** Takes out what a picture has under a word. */
  remove(word: number, picture: number): void {
    const signatures = this.startOf(word) / 4
    const owners = this.ownersOf(word)
    let count = this.countOf(word)
    for (let i = count - 1; i >= 0; i--) {
      if (this.numbers[owners + i] !== picture) continue
      count--
      this.numbers[signatures + i] = this.numbers[signatures + count] as number
      this.numbers[owners + i] = this.numbers[owners + count] as number
    }
    this.numbers[this.lists + this.words + word] = count
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

  private startOf(word: number): number {
    return this.numbers[this.lists + word] as number
  }

  private countOf(word: number): number {
    return this.numbers[this.lists + this.words + word] as number
  }

  private roomOf(word: number): number {
    return this.numbers[this.lists + 2 * this.words + word] as number
  }

  /** Where the owners of a word begin, in fours of bytes. */
  private ownersOf(word: number): number {
    return this.startOf(word) / 4 + this.roomOf(word)
  }

  private grow(word: number): void {
    const [room, start, count] = [this.roomOf(word), this.startOf(word), this.countOf(word)]
    const owners = this.ownersOf(word)
    const wanted = Math.max(SMALLEST, Math.ceil((1.25 * room) / SMALLEST) * SMALLEST)
    const target = this.left.get(wanted)?.pop() ?? this.take(wanted * (SIGNATURE + OWNER))
    if (room > 0) {
      this.numbers.copyWithin(target / 4, start / 4, start / 4 + count)
      this.numbers.copyWithin(target / 4 + wanted, owners, owners + count)
      const others = this.left.get(room)
      if (others) others.push(start)
      else this.left.set(room, [start])
    }
    this.numbers[this.lists + word] = target
    this.numbers[this.lists + 2 * this.words + word] = wanted
  }

  /** Nothing gives memory of this kernel back, so that what is taken is all 0. */
  private take(bytes: number): number {
    const start = this.kernel.take(bytes) >>> 0
    this.renew()
    return start
  }

  /** Memory that grew lies elsewhere. */
  private renew(): void {
    if (this.numbers.buffer !== this.kernel.memory.buffer)
      this.numbers = new Uint32Array(this.kernel.memory.buffer)
  }
}
