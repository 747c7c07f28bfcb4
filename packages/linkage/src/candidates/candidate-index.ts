import type { CandidateLimits } from './find-candidates.ts'
import { KeyBlocks } from './key-blocks.ts'

export type IndexOptions = {
  limits: CandidateLimits
  /** How many owners a key’s are held against. */
  usual: number
  /** The order of owners, which decides between those that share equally rare keys. */
  compare?(one: number, other: number): number
}

export type IndexUpdate = {
  /** Owners whose candidates were searched again. */
  searched: Set<number>
  /** Others that have a changed owner among their candidates, or had. */
  holders: Set<number>
}

const none: Int32Array = new Int32Array()

/**
 * Finds for each owner those who share keys with it: an inverted index in which a block above its limit is left out.
 * Of an owner’s candidates those that share the rarest keys stay. How rare a key is counts in powers of two, so that an
 * arrival changes the candidates of few others.
 */
export class CandidateIndex {
  readonly #limits: CandidateLimits
  /** How much a key tells by the number of its owners. */
  readonly #rarities: Float64Array
  readonly #compare: (one: number, other: number) => number
  readonly #blocks = new KeyBlocks()
  readonly #keys: Int32Array[] = []
  readonly #lists: Int32Array[] = []
  /** What the last candidate of a full list shares, and which it is; not a number if that is unknown. */
  readonly #lastShared: (number | undefined)[] = []
  readonly #last: number[] = []
  #shared = new Float64Array(1024)
  #sharing = new Int32Array(1024)

  constructor({ limits, usual, compare = (one, other) => one - other }: IndexOptions) {
    this.#limits = limits
    this.#rarities = Float64Array.from({ length: limits.block + 1 }, (_, owners) =>
      owners < 2 ? 0 : Math.log2(1 + usual / 2 ** Math.floor(Math.log2(owners))),
    )
    this.#compare = compare
  }

  /** Adds an owner without a search, with its candidates if they are known. */
  add(owner: number, keys: Int32Array, candidates = none): void {
    for (const key of keys) this.#blocks.add(key, owner)
    this.#keys[owner] = keys
    this.#lists[owner] = candidates
    this.#lastShared[owner] = candidates.length === this.#limits.owner ? NaN : undefined
    this.#last[owner] = -1
  }

  /** All that have a key, in no order. */
  ownersOf(key: number): readonly number[] {
    return this.#blocks.ownersOf(key)
  }

  /** Ascending. */
  candidatesOf(owner: number): Int32Array {
    return this.#lists[owner] ?? none
  }

  /** Gives owners the keys that they have now, ascending and each once, and searches where that changes candidates. */
  update(changed: ReadonlyMap<number, Int32Array>): IndexUpdate {
    const isFirst = this.#keys.length === 0
    const counts = new Map<number, number>()
    const lost = new Map<number, number[]>()
    for (const [owner, keys] of changed) {
      const before = this.#keys[owner] ?? none
      const gone: number[] = []
      lost.set(owner, gone)
      differences(before, keys, (key, isNew) => {
        if (!isFirst && !counts.has(key)) counts.set(key, this.#blocks.countOf(key))
        if (isNew) this.#blocks.add(key, owner)
        else {
          this.#blocks.remove(key, owner)
          gone.push(key)
        }
      })
      this.#keys[owner] = keys
    }
    const searched = new Set(changed.keys())
    for (const [key, before] of counts) {
      const now = this.#blocks.countOf(key)
      // Of one owner before or now, all others are changed ones.
      if (before < 2 || now < 2) continue
      const [told, tells] = [this.#rarityOf(before), this.#rarityOf(now)]
      if (told === tells) continue
      for (const owner of this.#blocks.ownersOf(key))
        if (told === 0 || tells === 0 || this.#isFull(owner)) searched.add(owner)
    }
    const holders = new Set<number>()
    for (const owner of changed.keys()) {
      const sharing = this.#share(owner)
      for (const other of sharing) {
        if (searched.has(other)) continue
        const [isHeld, fits] = [this.isCandidate(owner, other), this.#fits(owner, other)]
        if (isHeld) holders.add(other)
        if (isHeld === fits) continue
        if (this.#isFull(other) || this.candidatesOf(other).length + 1 >= this.#limits.owner)
          searched.add(other)
        else {
          this.#lists[other] = Int32Array.of(...this.candidatesOf(other), owner).sort()
          holders.add(other)
        }
      }
      for (const key of lost.get(owner) ?? []) {
        if (this.#rarityOf(counts.get(key) ?? 0) === 0) continue
        for (const other of this.#blocks.ownersOf(key)) {
          if ((this.#shared[other] ?? 0) > 0 || searched.has(other)) continue
          if (!this.isCandidate(owner, other)) continue
          if (this.#isFull(other)) searched.add(other)
          else this.#lists[other] = this.candidatesOf(other).filter((one) => one !== owner)
          holders.add(other)
        }
      }
      this.#choose(owner, sharing)
    }
    for (const owner of searched) if (!changed.has(owner)) this.search(owner)
    return { searched, holders }
  }

  /** Whether an owner is among another one’s candidates. */
  isCandidate(owner: number, ofOther: number): boolean {
    const list = this.candidatesOf(ofOther)
    return list[placeIn(list, owner)] === owner
  }

  /** The candidates of an owner by its keys and all others’. */
  search(owner: number): Int32Array {
    return this.#choose(owner, this.#share(owner))
  }

  /** Whether an owner has as many candidates as it may, so that the rarest keys decide. */
  #isFull(owner: number): boolean {
    return this.#lastShared[owner] !== undefined
  }

  /** Whether an owner, by what it shares, is among another one’s candidates; undefined where only a search tells. */
  #fits(owner: number, other: number): boolean | undefined {
    const shared = this.#shared[other] ?? 0
    const least = this.#lastShared[other]
    if (least === undefined) return true
    const last = this.#last[other] ?? -1
    // What the last one shares may have changed.
    if (Number.isNaN(least) || last === owner) return undefined
    return shared > least || (shared === least && this.#compare(owner, last) < 0)
  }

  /** Adds up the rarity of the keys that others share with an owner; those that share any, until the next call. */
  #share(owner: number): Int32Array {
    if (this.#shared.length < this.#keys.length) {
      this.#shared = new Float64Array(2 * this.#keys.length)
      this.#sharing = new Int32Array(2 * this.#keys.length)
    }
    const [shared, sharing] = [this.#shared, this.#sharing]
    let count = 0
    for (const key of this.#keys[owner] ?? none) {
      const owners = this.#blocks.ownersOf(key)
      const rarity = this.#rarityOf(owners.length)
      if (rarity === 0) continue
      for (const other of owners) {
        if (other === owner) continue
        const before = shared[other] ?? 0
        if (before === 0) sharing[count++] = other
        shared[other] = before + rarity
      }
    }
    return sharing.subarray(0, count)
  }

  /** Keeps the best of those that share keys, and clears what they share. */
  #choose(owner: number, sharing: Int32Array): Int32Array {
    const { owner: most } = this.#limits
    const shared = this.#shared
    this.#lastShared[owner] = undefined
    this.#last[owner] = -1
    const list = sharing.slice(0, most)
    if (sharing.length >= most) {
      const values = new Float64Array(sharing.length)
      for (let at = 0; at < values.length; at++) values[at] = shared[sharing[at] ?? 0] ?? 0
      const least = largest(values, most)
      const equal: number[] = []
      let count = 0
      for (const other of sharing) {
        const its = shared[other] ?? 0
        if (its > least) list[count++] = other
        else if (its === least) equal.push(other)
      }
      if (equal.length > 1) equal.sort(this.#compare)
      equal.length = most - count
      list.set(equal, count)
      this.#lastShared[owner] = least
      this.#last[owner] = equal.at(-1) ?? -1
    }
    for (const other of sharing) shared[other] = 0
    this.#lists[owner] = list.sort()
    return list
  }

  /** How much a key of so many owners tells; nothing of one owner or above the limit. */
  #rarityOf(owners: number): number {
    return this.#rarities[owners] ?? 0
  }
}

/** The place of the first of ascending numbers that is not below one. */
export function placeIn(list: Int32Array, number: number): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle] ?? 0) < number) from = middle + 1
    else to = middle
  }
  return from
}

/** The number that so many are not below, of at least that many; the numbers are put in another order. */
function largest(numbers: Float64Array, count: number): number {
  let [from, to] = [0, numbers.length - 1]
  const place = count - 1
  while (from < to) {
    const pivot = numbers[(from + to) >> 1] ?? 0
    let [i, j] = [from, to]
    while (i <= j) {
      while ((numbers[i] ?? 0) > pivot) i++
      while ((numbers[j] ?? 0) < pivot) j--
      if (i > j) break
      const moved = numbers[i] ?? 0
      numbers[i++] = numbers[j] ?? 0
      numbers[j--] = moved
    }
    if (place <= j) to = j
    else if (place >= i) from = i
    else break
  }
  return numbers[place] ?? 0
}

/** Numbers that are in one of two ascending lists alone. */
function differences(
  before: ArrayLike<number>,
  now: ArrayLike<number>,
  visit: (number: number, isNew: boolean) => void,
): void {
  for (let i = 0, j = 0; i < before.length || j < now.length;) {
    const [had, has] = [before[i] ?? Infinity, now[j] ?? Infinity]
    if (had < has) visit(had, false)
    else if (has < had) visit(has, true)
    if (had <= has) i++
    if (has <= had) j++
  }
}
