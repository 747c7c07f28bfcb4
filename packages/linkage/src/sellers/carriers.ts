import { Repeated } from '../candidates/index.ts'
import type { Account } from './account.ts'
import { hashOf } from './text-hash.ts'

type Carrying = Pick<Account, 'identifiers' | 'pictures'>

/** An identifier’s key, or a picture’s hash. */
export type Value = string | number

/** The key under which accounts with a value are found. */
export function keyOfValue(value: Value): number {
  return typeof value === 'string' ? hashOf(`identifier ${value}`) : value | 0
}

export function carries({ identifiers, pictures }: Carrying, value: Value): boolean {
  if (typeof value === 'string') return identifiers.has(value)
  let [from, to] = [0, pictures.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((pictures[middle] ?? 0) < value) from = middle + 1
    else to = middle
  }
  return pictures[from] === value
}

/** On how many accounts each identifier and each picture is. */
export class Carriers {
  /** Of those on several. */
  readonly #counts = new Map<Value, number>()

  constructor(accounts: readonly Carrying[] = []) {
    this.fill(accounts)
  }

  /** Counts the first accounts at once, which takes less memory. */
  fill(accounts: readonly Carrying[]): void {
    const repeated = new Repeated(accounts.reduce((sum, { pictures }) => sum + pictures.length, 0))
    for (const { pictures } of accounts) for (const picture of pictures) repeated.add(picture)
    for (const { identifiers, pictures } of accounts) {
      for (const key of identifiers.keys()) this.#counts.set(key, this.of(key, 0) + 1)
      for (const picture of pictures)
        if (repeated.has(picture)) this.#counts.set(picture, this.of(picture, 0) + 1)
    }
    for (const [value, count] of this.#counts) if (count < 2) this.#counts.delete(value)
  }

  of(value: Value, unknown = 1): number {
    return this.#counts.get(value) ?? unknown
  }

  /** Those of values on several accounts. */
  counts(): Iterable<[Value, number]> {
    return this.#counts
  }

  /**
   * Counts accounts as they are now instead of as they were.
   * @param countAnew how many accounts have a value now
   * @returns the values whose number changed, with the number before
   */
  update(
    changes: Iterable<readonly [before: Carrying, now: Carrying]>,
    countAnew: (value: Value) => number,
  ): Map<Value, number> {
    const added = new Map<Value, number>()
    const add = (values: Iterable<Value>, by: number): void => {
      for (const value of values) added.set(value, (added.get(value) ?? 0) + by)
    }
    for (const [before, now] of changes) {
      add(before.identifiers.keys(), -1)
      add(before.pictures, -1)
      add(now.identifiers.keys(), 1)
      add(now.pictures, 1)
    }
    const changed = new Map<Value, number>()
    for (const [value, by] of added) {
      if (by === 0) continue
      const known = this.#counts.get(value)
      const now = known === undefined ? countAnew(value) : known + by
      changed.set(value, now - by)
      if (now > 1) this.#counts.set(value, now)
      else this.#counts.delete(value)
    }
    return changed
  }
}
