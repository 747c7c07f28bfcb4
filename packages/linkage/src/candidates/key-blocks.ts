const vacant = 0
const ownerless = 0x7fff_ffff

/**
 * The owners of keys, in an open hash table: most keys have one owner, for which a list of its own would fill the
 * memory. A key that has lost its owners keeps its place.
 */
export class KeyBlocks {
  #keys = new Int32Array(1024)
  /** For each key an owner plus 1, or below 0 the place of a list of several. */
  #owners = new Int32Array(1024)
  #used = 0
  readonly #lists: number[][] = []
  readonly #free: number[] = []

  /** In no order. */
  ownersOf(key: number): readonly number[] {
    const owner = this.#owners[this.#placeOf(key)] ?? vacant
    if (owner === vacant || owner === ownerless) return []
    return owner > 0 ? [owner - 1] : (this.#lists[-owner - 1] ?? [])
  }

  countOf(key: number): number {
    const owner = this.#owners[this.#placeOf(key)] ?? vacant
    if (owner === vacant || owner === ownerless) return 0
    return owner > 0 ? 1 : (this.#lists[-owner - 1]?.length ?? 0)
  }

  add(key: number, added: number): void {
    const at = this.#placeOf(key)
    const owner = this.#owners[at] ?? vacant
    if (owner === vacant) {
      this.#keys[at] = key
      this.#owners[at] = added + 1
      if (++this.#used > this.#keys.length * 0.7) this.#grow()
    } else if (owner === ownerless) this.#owners[at] = added + 1
    else if (owner < 0) this.#lists[-owner - 1]?.push(added)
    else {
      const list = this.#free.pop() ?? this.#lists.length
      this.#lists[list] = [owner - 1, added]
      this.#owners[at] = -list - 1
    }
  }

  remove(key: number, removed: number): void {
    const at = this.#placeOf(key)
    const owner = this.#owners[at] ?? vacant
    if (owner === removed + 1) this.#owners[at] = ownerless
    if (owner >= 0) return
    const list = this.#lists[-owner - 1] ?? []
    const place = list.indexOf(removed)
    if (place < 0) return
    list[place] = list.at(-1) ?? removed
    list.pop()
    const [only] = list
    if (list.length > 1 || only === undefined) return
    this.#owners[at] = only + 1
    this.#lists[-owner - 1] = []
    this.#free.push(-owner - 1)
  }

  /** Where a key is, or would be. */
  #placeOf(key: number): number {
    const last = this.#keys.length - 1
    let at = key & last
    while (this.#owners[at] !== vacant && this.#keys[at] !== key) at = (at + 1) & last
    return at
  }

  #grow(): void {
    const [keys, owners] = [this.#keys, this.#owners]
    this.#keys = new Int32Array(2 * keys.length)
    this.#owners = new Int32Array(2 * keys.length)
    for (let from = 0; from < keys.length; from++) {
      if (owners[from] === vacant) continue
      const to = this.#placeOf(keys[from] ?? 0)
      this.#keys[to] = keys[from] ?? 0
      this.#owners[to] = owners[from] ?? vacant
    }
  }
}
