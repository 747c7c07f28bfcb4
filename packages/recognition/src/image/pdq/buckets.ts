const firstCapacity = 4

/**
 * Lists of numbers that grow and shrink, all in one array: each list has a place of 4, 8, 16 … numbers,
 * and moves to one of twice the size when it is full. Places that were left are used again.
 */
export class Buckets {
  private readonly starts: Int32Array
  private readonly lengths: Int32Array
  /** The places of each list hold 4 << size numbers; -1 where it has none yet. */
  private readonly sizes: Int8Array
  private readonly left: number[][] = []
  private pool = new Int32Array(1 << 12)
  private used = 0

  constructor(count: number) {
    this.starts = new Int32Array(count)
    this.lengths = new Int32Array(count)
    this.sizes = new Int8Array(count).fill(-1)
  }

  add(bucket: number, value: number): void {
    const length = this.lengths[bucket] ?? 0
    const size = this.sizes[bucket] ?? -1
    if (size < 0 || length === firstCapacity << size) this.move(bucket, size)
    this.pool[(this.starts[bucket] ?? 0) + length] = value
    this.lengths[bucket] = length + 1
  }

  /** Takes one of the values that are there out; their order is not kept. */
  remove(bucket: number, value: number): void {
    const start = this.starts[bucket] ?? 0
    const last = start + (this.lengths[bucket] ?? 0) - 1
    const at = this.pool.subarray(start, last + 1).indexOf(value)
    if (at < 0) return
    this.pool[start + at] = this.pool[last] ?? 0
    this.lengths[bucket] = last - start
  }

  start(bucket: number): number {
    return this.starts[bucket] ?? 0
  }

  length(bucket: number): number {
    return this.lengths[bucket] ?? 0
  }

  /** The array that the lists lie in, until the next value is added. */
  values(): Int32Array {
    return this.pool
  }

  private move(bucket: number, size: number): void {
    const from = this.starts[bucket] ?? 0
    const to = this.left[size + 1]?.pop() ?? this.allot(firstCapacity << (size + 1))
    if (size >= 0) {
      this.pool.copyWithin(to, from, from + (firstCapacity << size))
      const places = (this.left[size] ??= [])
      places.push(from)
    }
    this.starts[bucket] = to
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
