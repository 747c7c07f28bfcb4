const firstCapacity = 4

/**
 * Lists of numbers that grow and shrink, all in one array: each list has a place of 4, 8, 16 … numbers,
 * and moves to one of twice the size when it is full. Places that were left are used again.
 */
export class Buckets {
  /** The address of each list and its length: adjacent, because they are read together. */
  private readonly lists: Int32Array
  /** The places of each list hold 4 << size numbers; -1 where it has none yet. */
  private readonly sizes: Int8Array
  private readonly left: number[][] = []
  private pool = new Int32Array(1 << 12)
  private used = 0

  constructor(count: number) {
    this.lists = new Int32Array(2 * count)
    this.sizes = new Int8Array(count).fill(-1)
  }

  add(bucket: number, value: number): void {
    const length = this.length(bucket)
    const size = this.sizes[bucket] ?? -1
    if (size < 0 || length === firstCapacity << size) this.move(bucket, size)
    this.pool[this.start(bucket) + length] = value
    this.lists[2 * bucket + 1] = length + 1
  }

  /** Removes an existing value; the order is not preserved. */
  remove(bucket: number, value: number): void {
    const start = this.start(bucket)
    const last = start + this.length(bucket) - 1
    const at = this.pool.subarray(start, last + 1).indexOf(value)
    if (at < 0) return
    this.pool[start + at] = this.pool[last] ?? 0
    this.lists[2 * bucket + 1] = last - start
  }

  /** How many values these lists hold. */
  count(buckets: Int32Array): number {
    let count = 0
    for (const bucket of buckets) count += this.length(bucket)
    return count
  }

  /** Writes the values of these lists consecutively; there must be room for all. */
  gather(buckets: Int32Array, into: Int32Array): void {
    let count = 0
    for (const bucket of buckets) {
      const start = this.start(bucket)
      const end = start + this.length(bucket)
      for (let at = start; at < end; at++) into[count++] = this.pool[at] ?? 0
    }
  }

  private start(bucket: number): number {
    return this.lists[2 * bucket] ?? 0
  }

  private length(bucket: number): number {
    return this.lists[2 * bucket + 1] ?? 0
  }

  private move(bucket: number, size: number): void {
    const from = this.start(bucket)
    const to = this.left[size + 1]?.pop() ?? this.allot(firstCapacity << (size + 1))
    if (size >= 0) {
      this.pool.copyWithin(to, from, from + (firstCapacity << size))
      const places = (this.left[size] ??= [])
      places.push(from)
    }
    this.lists[2 * bucket] = to
    this.sizes[bucket] = size + 1
  }

  private allot(count: number): number {
    const start = this.used
    this.used += count
    if (this.used > this.pool.length) {
      const bigger = new Int32Array(Math.max(this.used, Math.ceil(this.pool.length * 1.5)))
      bigger.set(this.pool)
      this.pool = bigger
    }
    return start
  }
}
