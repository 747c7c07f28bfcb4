import type { ScreenResult } from '../screening/index.ts'

type Entry = { promise: Promise<ScreenResult>; resolve: (judged: ScreenResult) => void }

/**
 * Assessments in progress in this process. A request that claims a content before reading the store, and keeps the
 * claim until the assessment is stored, assesses it alone; others wait for the result.
 */
export class AssessmentsInFlight {
  private readonly entries = new Map<string, Entry>()
  private readonly works = new Set<Promise<unknown>>()

  claim(keys: Iterable<string>): AssessmentClaim {
    const claim = new AssessmentClaim(this.entries)
    claim.add(keys)
    return claim
  }

  /** Runs work that `settled` waits for. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const running = work()
    this.works.add(running)
    try {
      return await running
    } finally {
      this.works.delete(running)
    }
  }

  /** Resolves when all work running now has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.works])
  }
}

/** Contents that one request assesses, and those that others assess for it. */
export class AssessmentClaim {
  private readonly entries: Map<string, Entry>
  private readonly mine = new Map<string, Entry>()
  private readonly theirs = new Map<string, Promise<ScreenResult>>()

  constructor(entries: Map<string, Entry>) {
    this.entries = entries
  }

  /** Claims unclaimed contents; waits for the results of the others. */
  add(keys: Iterable<string>): void {
    for (const key of keys) {
      // Another's work also counts if it has ended since: its result is being stored.
      if (this.mine.has(key) || this.theirs.has(key)) continue
      const other = this.entries.get(key)
      if (other !== undefined) {
        this.theirs.set(key, other.promise)
        continue
      }
      const entry: Entry = Promise.withResolvers<ScreenResult>()
      this.entries.set(key, entry)
      this.mine.set(key, entry)
    }
  }

  isMine(key: string): boolean {
    return this.mine.has(key)
  }

  /** The result of another request for a content; if it has none, the content may be claimed. */
  async resultOf(key: string): Promise<ScreenResult> {
    const judged = await this.theirs.get(key)
    if (judged === undefined) this.theirs.delete(key)
    return judged
  }

  /** Publishes the result for a claimed content; undefined leaves it to others that need it. */
  publish(key: string, judged: ScreenResult): void {
    const entry = this.mine.get(key)
    if (entry === undefined) return
    if (judged === undefined) this.forget(key, entry)
    entry.resolve(judged)
  }

  /** Ends all claims: the results are stored now. */
  release(): void {
    for (const [key, entry] of this.mine) {
      this.forget(key, entry)
      entry.resolve(undefined)
    }
    this.mine.clear()
  }

  private forget(key: string, entry: Entry): void {
    if (this.entries.get(key) === entry) this.entries.delete(key)
    this.mine.delete(key)
  }
}
