/** Keeps the `capacity` best entries of a stream; of equal scores the earlier one. */
export class BestOf<T> {
  readonly #capacity: number
  readonly #heap: { score: number; order: number; value: T }[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Calls `make` only if the entry is kept, so that the others cost nothing. */
  listing(score: number, order: number, make: () => T): void {
    const heap = this.#heap
    if (heap.length < this.#capacity) {
      heap.push({ score, order, value: make() })
      this.#rise(heap.length - 1)
      return
    }
    const worst = heap[0]
    if (worst === undefined || score <= worst.score) return
    heap[0] = { score, order, value: make() }
    this.#sink()
  }

  /** Best first. */
  best(): T[] {
    return this.#heap
      .toSorted((a, b) => b.score - a.score || a.order - b.order)
      .map((entry) => entry.value)
  }

  #isWorse(a: number, b: number): boolean {
    const left = this.#heap[a]
    const right = this.#heap[b]
    if (left === undefined || right === undefined) return false
    return left.score < right.score || (left.score === right.score && left.order > right.order)
  }

  #swap(a: number, b: number): void {
    const left = this.#heap[a]
    const right = this.#heap[b]
    if (left === undefined || right === undefined) return
    this.#heap[a] = right
    this.#heap[b] = left
  }

  #rise(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isWorse(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #sink(): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      let worst = at
      if (this.#isWorse(left, worst)) worst = left
      if (this.#isWorse(left + 1, worst)) worst = left + 1
      if (worst === at) return
      this.#swap(at, worst)
      at = worst
    }
  }
}

/** A uniform sample of a stream of unknown length (Vitter's algorithm R). */
export class Reservoir<T> {
  readonly #capacity: number
  readonly #random: () => number
  readonly #kept: T[] = []
  #seen = 0

  constructor(capacity: number, random: () => number) {
    this.#capacity = capacity
    this.#random = random
  }

  listing(make: () => T): void {
    this.#seen += 1
    if (this.#kept.length < this.#capacity) {
      this.#kept.push(make())
      return
    }
    const slot = Math.floor(this.#random() * this.#seen)
    if (slot < this.#capacity) this.#kept[slot] = make()
  }

  /** Low slots hold early entries, so a smaller sample has to be drawn, not sliced off. */
  sample(size: number): T[] {
    const pool = [...this.#kept]
    const drawn: T[] = []
    while (drawn.length < size && pool.length > 0) {
      const [value] = pool.splice(Math.floor(this.#random() * pool.length), 1)
      if (value !== undefined) drawn.push(value)
    }
    return drawn
  }
}
