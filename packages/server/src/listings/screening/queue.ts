import type { Listing } from '@touchstone/contract'
import { FairQueue, type Claimant } from '../../platform/fairness/index.ts'
import type { ListingFacts, ScreenResult } from './types.ts'

/** Listings of one call in progress. */
export class Job {
  readonly listings: readonly Listing[]
  readonly facts: readonly (ListingFacts | undefined)[] | undefined
  readonly results: ScreenResult[]
  readonly claimant: Claimant
  readonly ended: Promise<ScreenResult[]>
  private readonly end: {
    resolve: (results: ScreenResult[]) => void
    reject: (error: unknown) => void
  }
  private assigned = 0
  private open: number
  private over = false

  constructor(
    listings: readonly Listing[],
    claimant: Claimant,
    facts?: readonly (ListingFacts | undefined)[],
  ) {
    this.listings = listings
    this.facts = facts
    this.claimant = claimant
    this.results = listings.map(() => undefined)
    this.open = listings.length
    const { promise, resolve, reject } = Promise.withResolvers<ScreenResult[]>()
    this.ended = promise
    this.end = { resolve, reject }
  }

  /** Listings that no worker has yet. */
  get waiting(): number {
    return this.over ? 0 : this.listings.length - this.assigned
  }

  get isOver(): boolean {
    return this.over
  }

  /** The next listings: at most `most`, and together up to `mostCost` if there are several. */
  next({ most, mostCost }: { most: number; mostCost: number }): Chunk {
    const from = this.assigned
    let cost = 0
    const to = Math.min(this.listings.length, from + most)
    for (; this.assigned < to; this.assigned++) {
      const listing = this.listings[this.assigned]
      cost += listing === undefined ? 0 : costOf(listing)
      if (this.assigned > from && cost > mostCost) break
    }
    const places = Array.from({ length: this.assigned - from }, (_, at) => from + at)
    return { job: this, places, again: false }
  }

  settle(place: number, result: ScreenResult): void {
    this.results[place] = result
    this.open--
    if (this.open === 0) this.stop()
  }

  /** Ends with the results so far. */
  stop(): void {
    this.over = true
    this.end.resolve([...this.results])
  }

  fail(error: unknown): void {
    this.over = true
    this.end.reject(error)
  }
}

/** Some listings of a job, by position. */
export type Chunk = {
  job: Job
  places: number[]
  /** Whether a worker already died on it. */
  again: boolean
}

/** Cost of reading a listing, in characters, with a minimum for the work on any listing. */
function costOf({ title, description = '' }: Listing): number {
  return 500 + title.length + description.length
}

// Some milliseconds of work, so that a single listing waits briefly behind many.
const piece = { most: 16, mostCost: 16 * 1000 }

/**
 * Work waiting for a worker. Parties take turns by the cost of their work so far. Within a party, interactive
 * listings precede bulk, and bulk precedes background work; jobs of one kind alternate by chunk.
 */
export class Queue {
  private readonly returned: Chunk[] = []
  private readonly jobs = new FairQueue<Job>()

  add(job: Job): void {
    this.jobs.add(job.claimant, job)
  }

  /** Returns work that a worker left undone to the front. */
  putBack(chunk: Chunk): void {
    if (chunk.places.length > 0) this.returned.push(chunk)
  }

  next(): Chunk | undefined {
    for (let chunk = this.returned.shift(); chunk; chunk = this.returned.shift()) {
      if (!chunk.job.isOver) return chunk
    }
    for (let next = this.jobs.next(); next !== undefined; next = this.jobs.next()) {
      const job = next.work
      if (job.waiting === 0) continue
      const chunk = job.next(piece)
      for (const place of chunk.places) {
        const listing = job.listings[place]
        if (listing !== undefined) this.jobs.charge(next.party, costOf(listing))
      }
      if (job.waiting > 0) this.jobs.add(next, job)
      return chunk
    }
    return undefined
  }

  get isEmpty(): boolean {
    return this.returned.length + this.jobs.size === 0
  }

  /** Rejects all waiting work with an error. */
  fail(error: unknown): void {
    for (const { job } of this.returned.splice(0)) job.fail(error)
    for (const job of this.jobs.drain()) job.fail(error)
  }
}
