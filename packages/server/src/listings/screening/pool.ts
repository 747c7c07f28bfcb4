import type { Listing } from '@touchstone/contract'
import type { SharedTables } from '@touchstone/recognition'
import { AppError } from '../../platform/errors/index.ts'
import type { Urgency } from '../../platform/fairness/index.ts'
import type { EngineParts } from './engine-parts.ts'
import type { MadeEngine } from './shared-engine.ts'
import {
  WorkerHandle,
  type ReadyEngine,
  type WorkerDeath,
  type WorkerHandleOptions,
} from './worker-handle.ts'
import { unassessedListing, type ScreenResult, type ScreenOptions } from './types.ts'
import { Job, Queue, type Chunk } from './queue.ts'
import type { WorkerOutcome } from './worker-loop.ts'

export type PoolOptions = WorkerHandleOptions & {
  parts: EngineParts
  /** Of an engine of these parts, compiled before. */
  tables?: SharedTables | undefined
  /** Called if the first worker had to compile them. */
  onMade?: ((made: MadeEngine) => void) | undefined
  threads: number
  /** Most listings that may wait at once; one party may use what the others leave. */
  mostWaiting: number
}

// One chunk in progress and one in reserve, while this thread is busy with the store.
const chunksAhead = 2
const failedStarts = 3
/** Calls with more listings count as bulk. */
const mostInteractive = 16

/** The workers of one engine. The first one starts with the pool; others start when all are busy. */
export class Pool {
  readonly name: string
  readonly baseRate: number
  private readonly options: PoolOptions
  private readonly workers: WorkerHandle[]
  private readonly queue = new Queue()
  private readonly jobs = new Set<Job>()
  private threads: number
  /** By which further workers compile. */
  private readonly tables: SharedTables | undefined
  private failures = 0
  private closed = false

  /** Compiles the engine in its own thread, `prepared` if given. Throws if compilation fails. */
  static start(options: PoolOptions, prepared?: WorkerHandle): Promise<Pool> {
    const { promise, resolve, reject } = Promise.withResolvers<Pool>()
    let pool: Pool | undefined
    const first = prepared === undefined || prepared.isGone ? new WorkerHandle(options) : prepared
    first.begin(options.parts, options.tables, {
      onReady: (worker, engine) => {
        if (engine.made !== undefined) options.onMade?.(engine.made)
        pool = new Pool(options, worker, engine)
        resolve(pool)
      },
      onAnswer: (worker, chunk, outcomes) => pool?.settleChunk(worker, chunk, outcomes),
      onDeath: (worker, death) => {
        pool?.bury(worker, death)
        reject(new Error(`the engine failed to start: ${death.why}`))
      },
    })
    return promise
  }

  private constructor(options: PoolOptions, first: WorkerHandle, engine: ReadyEngine) {
    this.tables = options.tables ?? engine.made?.tables
    this.name = engine.name
    this.baseRate = engine.baseRate
    this.options = options
    this.threads = options.threads
    this.workers = [first]
  }

  /** Listings that no worker has yet. */
  get waiting(): number {
    let sum = 0
    for (const job of this.jobs) sum += job.waiting
    return sum
  }

  async screen(listings: readonly Listing[], options: ScreenOptions): Promise<ScreenResult[]> {
    const { deadlineMs, party = '', urgency = 'interactive', facts } = options
    if (listings.length === 0) return []
    if (this.closed) throw stopped('the engine was stopped')
    const waiting = this.waitingOf(party)
    if (waiting + listings.length > this.shareOf(party)) {
      throw new AppError({
        code: 'assessment-queue-full',
        message: `${waiting} listings are already waiting to be assessed; send these again in a moment`,
        retryable: true,
      })
    }
    const job = new Job(listings, { party, urgency: kindOf(listings, urgency) }, facts)
    const timer = deadlineMs === undefined ? undefined : setTimeout(() => job.stop(), deadlineMs)
    this.jobs.add(job)
    this.queue.add(job)
    this.dispatch()
    try {
      return await job.ended
    } finally {
      clearTimeout(timer)
      this.jobs.delete(job)
    }
  }

  private waitingOf(party: string): number {
    let sum = 0
    for (const job of this.jobs) if (job.claimant.party === party) sum += job.waiting
    return sum
  }

  /** How many listings of this party may wait beside those of all waiting parties. */
  private shareOf(party: string): number {
    const parties = new Set([party])
    for (const job of this.jobs) if (job.waiting > 0) parties.add(job.claimant.party)
    return this.options.mostWaiting / parties.size
  }

  /** Limits the number of threads, once current work is done. */
  resize(threads: number): void {
    this.threads = threads
    this.dispatch()
  }

  /** Resolves when no work is left. */
  async drained(): Promise<void> {
    while (this.jobs.size > 0) await Promise.allSettled([...this.jobs].map(({ ended }) => ended))
  }

  async close(): Promise<void> {
    this.closed = true
    const error = stopped('the server stops')
    this.queue.fail(error)
    for (const job of this.jobs) job.fail(error)
    await Promise.all(this.workers.splice(0).map((worker) => worker.stop()))
  }

  private dispatch(): void {
    if (this.closed) return
    for (const worker of this.workers.filter(({ load }) => load === 0).slice(this.threads)) {
      this.workers.splice(this.workers.indexOf(worker), 1)
      void worker.stop()
    }
    for (;;) {
      const [idlest] = this.workers
        .filter((worker) => worker.ready && worker.load < chunksAhead)
        .sort((a, b) => a.load - b.load)
      if (idlest === undefined) break
      const chunk = this.queue.next()
      if (chunk === undefined) return
      idlest.give(chunk)
    }
    const starting = this.workers.some((worker) => !worker.ready)
    if (!this.queue.isEmpty && !starting && this.workers.length < this.threads) this.hire()
  }

  private hire(): void {
    const worker = new WorkerHandle(this.options)
    worker.begin(this.options.parts, this.tables, {
      onReady: () => {
        this.failures = 0
        this.dispatch()
      },
      onAnswer: (from, chunk, outcomes) => this.settleChunk(from, chunk, outcomes),
      onDeath: (from, death) => this.bury(from, death),
    })
    this.workers.push(worker)
  }

  private settleChunk(
    _hand: WorkerHandle,
    { job, places }: Chunk,
    outcomes: WorkerOutcome[],
  ): void {
    places.forEach((place, at) => {
      const outcome = outcomes[at]
      if (outcome !== undefined) job.settle(place, this.judged(job, place, outcome))
    })
    this.dispatch()
  }

  private judged(job: Job, place: number, outcome: WorkerOutcome): ScreenResult {
    if (!('failed' in outcome)) return outcome
    const listing = job.listings[place]
    const why = { code: 'not-assessed.stopped' } as const
    return (
      listing && unassessedListing(listing, { engine: this.name, baseRate: this.baseRate, why })
    )
  }

  /** Moves a dead worker's work to another one, except for a listing that killed two. */
  private bury(worker: WorkerHandle, { why, hung, chunks, at }: WorkerDeath): void {
    const place = this.workers.indexOf(worker)
    if (place >= 0) this.workers.splice(place, 1)
    if (this.closed) return
    if (!worker.ready && ++this.failures >= failedStarts) {
      this.failures = 0
      const error = stopped(`the engine failed to start: ${why}`)
      this.queue.fail(error)
      for (const job of this.jobs) job.fail(error)
      return
    }
    const [first, ...remaining] = chunks
    if (first !== undefined) {
      const culprit = at === undefined ? undefined : first.places[at]
      const { job } = first
      if (culprit === undefined) this.queue.putBack(first)
      else {
        const rest = first.places.filter((candidate) => candidate !== culprit)
        this.queue.putBack({ job, places: rest, again: false })
        if (hung || first.again) job.settle(culprit, this.judged(job, culprit, { failed: why }))
        else this.queue.putBack({ job, places: [culprit], again: true })
      }
    }
    for (const chunk of remaining) this.queue.putBack(chunk)
    this.dispatch()
    if (this.workers.length === 0) this.hire()
  }
}

/** Many listings at once are bulk, even if a person waits for them. */
function kindOf(listings: readonly Listing[], urgency: Urgency): Urgency {
  return urgency === 'interactive' && listings.length > mostInteractive ? 'bulk' : urgency
}

function stopped(message: string): AppError {
  return new AppError({ code: 'interrupted', message, retryable: true })
}
