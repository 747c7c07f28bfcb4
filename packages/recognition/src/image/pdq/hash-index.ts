import { Buckets } from './buckets.ts'
import { bitCount, distance, wordsOfCode } from './hash-bits.ts'

const bands = 16
const bandBits = 16
const bandValues = 1 << bandBits

/** Codes this far apart are still all found. */
const farthest = 47

export interface NearHash {
  row: number
  distance: number
}

/**
 * Codes of 256 bits, by numbered rows, that are found by how few bits they are apart, exactly: codes
 * that differ in fewer than 16 (r + 1) bits agree in one of 16 bands of 16 bits but for r bits at most
 * (Norouzi, Punjani and Fleet 2012, "Fast Search in Hamming Space with Multi-Index Hashing").
 */
export class HashIndex {
  private codes = new Uint32Array(wordsOfCode * 64)
  private readonly buckets = new Buckets(bands * bandValues)
  private readonly free: number[] = []
  private rows = 0
  private met = new Int32Array(1 << 12)
  private firstWords = new Uint32Array(1 << 12)

  /** Adds the code that begins at `at` and returns its row, valid until it is removed. */
  add(codes: Uint32Array, at = 0): number {
    const row = this.free.pop() ?? this.rows++
    this.makeRoom()
    this.codes.set(codes.subarray(at, at + wordsOfCode), row * wordsOfCode)
    for (let band = 0; band < bands; band++)
      this.buckets.add(bucketOf(band, bandOf(codes, at, band)), row)
    return row
  }

  /** Removes a row; its number may be reused. */
  remove(row: number): void {
    const at = row * wordsOfCode
    for (let band = 0; band < bands; band++)
      this.buckets.remove(bucketOf(band, bandOf(this.codes, at, band)), row)
    this.free.push(row)
  }

  /** The code of a row, eight words, until the next is added. */
  codeOf(row: number): Uint32Array {
    return this.codes.subarray(row * wordsOfCode, (row + 1) * wordsOfCode)
  }

  /**
   * Every row at most `limit` bits from the code, in no order.
   *
   * @param limit 0 to 47; up to 15, up to 31 and above cost about 1, 17 and 137 times as many look-ups
   */
  within(codes: Uint32Array, at: number, limit: number): NearHash[] {
    if (!(limit >= 0 && limit <= farthest)) throw new RangeError(`limit must be 0 to ${farthest}`)
    const hits: NearHash[] = []
    const flips = flipsOf[Math.floor(limit / bands)] ?? new Int32Array()
    for (let band = 0; band < bands; band++) {
      const met = this.meet(band, bandOf(codes, at, band), flips)
      const query = { codes, at, limit, band, hits }
      for (let each = 0; each < met; each++)
        this.compare(query, this.met[each] ?? 0, this.firstWords[each] ?? 0)
    }
    return hits
  }

  /**
   * Collects the rows whose codes have this value in a band, up to one of the flips, and their first words; returns
   * how many. With many codes nearly all time is spent waiting for memory, which serves many reads at a time: so all
   * codes are requested before one of them is compared.
   */
  private meet(band: number, value: number, flips: Int32Array): number {
    const buckets = flips.map((flip) => bucketOf(band, value ^ flip))
    const count = this.buckets.count(buckets)
    if (count > this.met.length) {
      this.met = new Int32Array(2 * count)
      this.firstWords = new Uint32Array(2 * count)
    }
    this.buckets.gather(buckets, this.met)
    for (let each = 0; each < count; each++)
      this.firstWords[each] = this.codes[(this.met[each] ?? 0) * wordsOfCode] ?? 0
    return count
  }

  private compare(
    { codes, at, limit, band, hits }: HashQuery,
    row: number,
    firstWord: number,
  ): void {
    const other = row * wordsOfCode
    const bits = bitCount(firstWord ^ (codes[at] ?? 0))
    if (farApart(bits, this.codes, other, codes, at, limit)) return
    // A near code is met in several bands; it counts in the first.
    if (firstBand(this.codes, other, codes, at, Math.floor(limit / bands)) !== band) return
    hits.push({ row, distance: distance(this.codes, other, codes, at) })
  }

  private makeRoom(): void {
    if (this.rows * wordsOfCode <= this.codes.length) return
    const bigger = new Uint32Array(this.codes.length * 2)
    bigger.set(this.codes)
    this.codes = bigger
  }
}

interface HashQuery {
  codes: Uint32Array
  at: number
  limit: number
  band: number
  hits: NearHash[]
}

/** Masks that flip no bit, at most one bit and at most two bits of a band. */
const flipsOf = [0, 1, 2].map((most) =>
  Int32Array.from({ length: bandValues }, (_, value) => value).filter(
    (value) => bitCount(value) <= most,
  ),
)

function bucketOf(band: number, value: number): number {
  return band * bandValues + value
}

function bandOf(codes: Uint32Array, at: number, band: number): number {
  return ((codes[at + (band >> 1)] ?? 0) >>> ((band & 1) * bandBits)) & (bandValues - 1)
}

/** Most codes that share a band differ in about half of their bits; so many differ in the first word. */
function farApart(
  bits: number,
  one: Uint32Array,
  oneAt: number,
  other: Uint32Array,
  otherAt: number,
  limit: number,
): boolean {
  for (let word = 1; word < wordsOfCode; word++) {
    bits += bitCount((one[oneAt + word] ?? 0) ^ (other[otherAt + word] ?? 0))
    if (bits > limit) return true
  }
  return false
}

function firstBand(
  one: Uint32Array,
  oneAt: number,
  other: Uint32Array,
  otherAt: number,
  most: number,
): number {
  for (let band = 0; band < bands; band++)
    if (bitCount(bandOf(one, oneAt, band) ^ bandOf(other, otherAt, band)) <= most) return band
  return bands
}
