import type { Words } from '../visual-vocabulary/feature-words.ts'
import type { StoredPicture } from './image-store.ts'

/** The number of nearest words looked up for each feature. */
export const NEIGHBOURS = 2
/** Signatures may differ in this many of 64 bits; those of unlike features differ in half. */
const LIMIT = 22
/** The word of features that are left out. */
export const LEFT_OUT = 0xffff

/** How surely two features are one, from 1 where no bit of their signatures differs. */
export function nearness(distance: number): number {
  return NEARNESS[distance] ?? 0
}

const NEARNESS = Float64Array.from({ length: 65 }, (_, d) => Math.exp(-((d / 16) ** 2)))

/** Features of a query and of a reference that are alike, and by how many bits of their signatures not. */
export interface Hit {
  query: number
  reference: number
  distance: number
}

/** The words of a query, with its features under each. */
export class QueryWords {
  /** The signatures, in two numbers each. */
  private readonly halves: Uint32Array
  /** Where the words of a word's features begin, and how they go on; -1 ends them. */
  private readonly first: Int32Array
  private readonly next: Int32Array

  constructor({ words, signatures }: Words, size: number) {
    this.halves = new Uint32Array(signatures.buffer, signatures.byteOffset, 2 * words.length)
    this.first = new Int32Array(size).fill(-1)
    this.next = new Int32Array(words.length)
    for (let i = words.length - 1; i >= 0; i--) {
      const word = words[i] as number
      this.next[i] = this.first[word] as number
      this.first[word] = i
    }
  }

  /** First halves of the signatures, one for each word. */
  firstHalves(): Uint32Array {
    return Uint32Array.from({ length: this.next.length }, (_, i) => this.halves[2 * i] as number)
  }

  /** The similar features of a picture: of the query and then of the picture. */
  hits({ count, words, signatures }: StoredPicture): Hit[] {
    const hits: Hit[] = []
    for (let reference = 0; reference < count; reference++) {
      const word = words[reference] as number
      if (word === LEFT_OUT) continue
      for (let i = this.first[word] as number; i >= 0; i = this.next[i] as number) {
        const distance =
          bitsOf((this.halves[2 * i] as number) ^ (signatures[2 * reference] as number)) +
          bitsOf((this.halves[2 * i + 1] as number) ^ (signatures[2 * reference + 1] as number))
        if (distance <= LIMIT) hits.push({ query: Math.floor(i / NEIGHBOURS), reference, distance })
      }
    }
    return hits.sort((a, b) => a.query - b.query || a.reference - b.reference)
  }
}

function bitsOf(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
