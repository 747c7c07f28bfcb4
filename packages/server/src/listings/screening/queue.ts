import type { Listing } from '@touchstone/contract'
import { FairQueue, type Claimant } from '../../platform/fairness/index.ts'
import type { ScreenResult } from './types.ts'

/** Listings that were asked for together, on their way. */
export class Job {
  readonly listings: readonly Listing[]
  readonly results: ScreenResult[]
  readonly claimant: Claimant
  readonly ended: Promise<ScreenResult[]>
  private readonly end: {
    resolve: (results: ScreenResult[]) => void
    reject: (error: unknown) => void
  }
  private given = 0
  private open: number
  private over = false

  constructor(listings: readonly Listing[], claimant: Claimant) {
    this.listings = listings
    this.claimant = claimant
    this.results = listings.map(() => undefined)
    this.open = listings.length
    const { promise, resolve, reject } = Promise.withResolvers<ScreenResult[]>()
    this.ended = promise
    this.end = { resolve, reject }
  }

  /** Listings that nobody works at yet. */
  get waiting(): number {
    return this.over ? 0 : this.listings.length - this.given
  }

  get isOver(): boolean {
    return this.over
  }

  /** The next listings, some at the most and together as long as `mostCost` where there are several. */
  next({ most, mostCost }: { most: number; mostCost: number }): Chunk {
    const from = this.given
    let cost = 0
    const to = Math.min(this.listings.length, from + most)
    for (; this.given < to; this.given++) {
      const listing = this.listings[this.given]
      cost += listing === undefined ? 0 : costOf(listing)
      if (this.given > from && cost > mostCost) break
    }
    const places = Array.from({ length: this.given - from }, (_, at) => from + at)
    return { job: this, places, again: false }
  }

  settle(place: number, result: ScreenResult): void {
    this.results[place] = result
    this.open--
    if (this.open === 0) this.stop()
  }

  /** Ends with what is there. */
  stop(): void {
    this.over = true
    this.end.resolve([...this.results])
  }

  fail(error: unknown): void {
    this.over = true
    this.end.reject(error)
  }
}

/** Some listings of one job, by their places in it. */
export type Chunk = {
  job: Job
  places: number[]
  /** A worker died at it once before. */
  again: boolean
}

/** Of reading a listing, in characters; the least is that of what the engine does for each. */
function costOf({ title, description = '' }: Listing): number {
  return 500 + title.length + description.length
}

// A turn is short, so that one listing waits little behind many: some milliseconds.
const piece = { most: 16, mostCost: 16 * 1000 }

/**
 * What waits for a worker. Parties take turns by how much there was to read for them. Within a party a listing
 * whose sender waits goes before what came in bulk, and that before what nobody waits for; jobs of one kind take
 * turns chunk by chunk.
 */
export class Queue {
  private readonly returned: Chunk[] = []
  private readonly jobs = new FairQueue<Job>()

  add(job: Job): void {
    this.jobs.add(job.claimant, job)
  }

  /** Gives back what a worker left undone; it has waited already. */
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

  /** Ends everything that waits with an error. */
  fail(error: unknown): void {
    for (const { job } of this.returned.splice(0)) job.fail(error)
    for (const job of this.jobs.drain()) job.fail(error)
  }
}
