import { batchEntries } from './seal-entries.ts'

/**
 * Longer than any transaction: entries carry its start time, and are sealed after its end, behind entries of
 * transactions that started later.
 */
const toleranceMilliseconds = 3_600_000

/**
 * Finds backdated entries. Entries sealed at once, or waiting in more than one batch, have no certain order; but all
 * of them are newer than those sealed before, within the tolerance.
 */
export class EntryDates {
  #sealedBefore = -Infinity
  #latest = -Infinity
  #size = 0

  /** Whether the next entry is dated before one that was sealed earlier. */
  isBackdated(at: Date): boolean {
    const time = at.getTime()
    this.#latest = Math.max(this.#latest, time)
    return time < this.#sealedBefore - toleranceMilliseconds
  }

  /** A head was signed for so many entries; later times claimed by any of them are ignored. */
  endSealing({ size, at }: { size: number; at: Date }): void {
    const batch = size - this.#size
    this.#size = size
    if (batch < batchEntries) this.#sealedBefore = Math.min(this.#latest, at.getTime())
  }
}
