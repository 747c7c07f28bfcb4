import { batchEntries } from './seal-entries.ts'

/**
 * Longer than a transaction runs: entries bear the time at which theirs began, and are sealed after it ended,
 * behind those of others that began later.
 */
const toleranceMilliseconds = 3_600_000

/**
 * Finds entries that were written later than they say. What was sealed at once is in no certain order, nor is what
 * waited for a leaf in more than one batch; but all of it is newer than what was sealed before, but for the tolerance.
 */
export class EntryDates {
  #sealedBefore = -Infinity
  #latest = -Infinity
  #size = 0

  /** Whether an entry at the next position is dated before one that was sealed earlier. */
  isBackdated(at: Date): boolean {
    const time = at.getTime()
    this.#latest = Math.max(this.#latest, time)
    return time < this.#sealedBefore - toleranceMilliseconds
  }

  /** A head was signed for so many entries; what one of them says of the time after that counts for nothing. */
  endSealing({ size, at }: { size: number; at: Date }): void {
    const batch = size - this.#size
    this.#size = size
    if (batch < batchEntries) this.#sealedBefore = Math.min(this.#latest, at.getTime())
  }
}
