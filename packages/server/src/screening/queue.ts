import type { Listing } from '@touchstone/contract'
import type { Judged } from './model.ts'

/** Listings that were asked for together, on their way. */
export class Job {
  readonly listings: readonly Listing[]
  readonly results: Judged[]
  readonly background: boolean
  readonly ended: Promise<Judged[]>
  private readonly end: { resolve: (results: Judged[]) => void; reject: (error: unknown) => void }
  private given = 0
  private open: number
  private over = false

  constructor(listings: readonly Listing[], background: boolean) {
    this.listings = listings
    this.background = background
    this.results = listings.map(() => undefined)
    this.open = listings.length
    const { promise, resolve, reject } = Promise.withResolvers<Judged[]>()
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

  next(most: number): Chunk {
    const from = this.given
    this.given = Math.min(this.listings.length, from + most)
    const places = Array.from({ length: this.given - from }, (_, at) => from + at)
    return { job: this, places, again: false }
  }

  tell(place: number, result: Judged): void {
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

// A turn is short, so that one listing waits little behind many: some milliseconds.
const chunkListings = 16
const backgroundEvery = 8

/**
 * What waits for a worker. What fits into one chunk goes first, long jobs take turns chunk by
 * chunk, and work in the background gets what is left, at least every eighth chunk.
 */
export class Queue {
  private readonly returned: Chunk[] = []
  private readonly short: Job[] = []
  private readonly long: Job[] = []
  private readonly background: Job[] = []
  private turn = 0

  add(job: Job): void {
    if (job.background) this.background.push(job)
    else if (job.listings.length <= chunkListings) this.short.push(job)
    else this.long.push(job)
  }

  /** Gives back what a worker left undone; it has waited already. */
  putBack(chunk: Chunk): void {
    if (chunk.places.length > 0) this.returned.push(chunk)
  }

  take(): Chunk | undefined {
    for (let chunk = this.returned.shift(); chunk; chunk = this.returned.shift()) {
      if (!chunk.job.isOver) return chunk
    }
    const backgroundFirst = ++this.turn % backgroundEvery === 0
    const lanes = backgroundFirst
      ? [this.background, this.short, this.long]
      : [this.short, this.long, this.background]
    for (const lane of lanes) {
      for (let job = lane.shift(); job; job = lane.shift()) {
        if (job.waiting === 0) continue
        const chunk = job.next(chunkListings)
        if (job.waiting > 0) lane.push(job)
        return chunk
      }
    }
    return undefined
  }

  get isEmpty(): boolean {
    return (
      this.returned.length + this.short.length + this.long.length + this.background.length === 0
    )
  }

  /** Ends everything that waits with an error. */
  fail(error: unknown): void {
    for (const { job } of this.returned.splice(0)) job.fail(error)
    for (const lane of [this.short, this.long, this.background]) {
      for (const job of lane.splice(0)) job.fail(error)
    }
  }
}
