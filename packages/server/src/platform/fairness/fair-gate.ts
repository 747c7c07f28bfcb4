import { FairQueue, type Claimant } from './fair-queue.ts'
import { ActiveRequests } from './active-requests.ts'

export type GateOptions = {
  /** Most work in progress at once. */
  capacity: number
  /** For one party. */
  partyCapacity: number
  /** How long background and bulk work pauses behind a request in progress, each time. */
  holdMilliseconds?: number
  /** How long a request waits at most; unlimited if 0 or not given. */
  patienceMilliseconds?: number
  /** The requests that work in bulk stays behind; none where it is not given. */
  present?: ActiveRequests
}

type Waiting = { enter: (pass: Pass | undefined) => void; hasLeft: boolean }
/** Ends admitted work, which is charged for its duration. */
export type Pass = { end(): void }

const bulkShare = 0.25
/** How long a party's next request is expected. */
const latelyMilliseconds = 2000

/**
 * Admits work in turns of the parties, by the time it takes. While a request is in progress, bulk work pauses before
 * each piece: otherwise the request, which returns for its next statement at once, would wait for a piece each time.
 */
export class FairGate {
  private readonly options: GateOptions
  private readonly queue = new FairQueue<Waiting>()
  private readonly underway = new Map<string, number>()
  private readonly usual = new Map<string, number>()
  private readonly present: ActiveRequests
  /** Times of the latest requests, by the last two parties. */
  private latest: { party: string; at: number }[] = []
  private total = 0
  private bulk = 0
  private bulkEnded = 0
  private timer: NodeJS.Timeout | undefined

  constructor(options: GateOptions) {
    this.options = options
    this.present = options.present ?? new ActiveRequests()
  }

  get waiting(): number {
    return this.queue.size
  }

  /** Resolves when this work may start; with undefined if a request has waited too long. */
  async enter(claimant: Claimant): Promise<Pass | undefined> {
    const { promise, resolve } = Promise.withResolvers<Pass | undefined>()
    const waiting: Waiting = { enter: resolve, hasLeft: false }
    this.queue.add(claimant, waiting)
    this.letIn()
    const { patienceMilliseconds: patience = 0 } = this.options
    if (patience === 0 || claimant.urgency !== 'interactive') return promise
    const timer = setTimeout(() => {
      waiting.hasLeft = true
      resolve(undefined)
    }, patience)
    return promise.finally(() => clearTimeout(timer))
  }

  /** Reckons with further requests of a party, one of which is being answered. */
  expectRequests(party: string): void {
    const at = performance.now()
    const other = this.latest.find((candidate) => candidate.party !== party)
    this.latest = other === undefined ? [{ party, at }] : [{ party, at }, other]
  }

  /** Whether another party has recently been waiting for a response. */
  isSharedWith(party: string): boolean {
    const since = performance.now() - latelyMilliseconds
    return this.latest.some((request) => request.party !== party && request.at >= since)
  }

  /** Lets in what may begin now, as when a request has been answered. */
  letIn(): void {
    // The same time for all: otherwise work held at one moment and released at the next would not be admitted by
    // anyone.
    const now = performance.now()
    while (this.total < this.options.capacity && this.queue.size > 0) {
      const next = this.queue.next((claimant) => this.isReady(claimant, now))
      if (next === undefined) break
      if (!next.work.hasLeft) this.begin(next, next.work)
    }
    this.scheduleRetry(now)
  }

  private begin({ party, urgency }: Claimant, waiting: Waiting): void {
    const kind = `${party} ${urgency}`
    const estimate = this.usual.get(kind) ?? 1
    this.queue.charge(party, estimate)
    this.total++
    if (urgency !== 'interactive') this.bulk++
    this.underway.set(party, (this.underway.get(party) ?? 0) + 1)
    const began = performance.now()
    let isOver = false
    const end = (): void => {
      if (isOver) return
      isOver = true
      const now = performance.now()
      const took = now - began
      this.queue.charge(party, took - estimate)
      this.noteUsual(kind, estimate + (took - estimate) / 4)
      this.total--
      const left = (this.underway.get(party) ?? 1) - 1
      if (left === 0) this.underway.delete(party)
      else this.underway.set(party, left)
      if (urgency !== 'interactive') {
        this.bulk--
        this.bulkEnded = now
      }
      this.letIn()
    }
    waiting.enter({ end })
  }

  private noteUsual(kind: string, milliseconds: number): void {
    this.usual.delete(kind)
    this.usual.set(kind, milliseconds)
    const [oldest] = this.usual.keys()
    if (this.usual.size > 2000 && oldest !== undefined) this.usual.delete(oldest)
  }

  private isReady({ party, urgency }: Claimant, now: number): boolean {
    if ((this.underway.get(party) ?? 0) >= this.options.partyCapacity) return false
    if (urgency === 'interactive') return true
    if (!this.present.isAny(now)) return this.bulk < this.bulkCapacity(now)
    return this.bulk === 0 && this.bulkDelay(now) <= 0
  }

  /** While requests come and go, the database's processors are left to them as well. */
  private bulkCapacity(now: number): number {
    const { capacity } = this.options
    const since = now - latelyMilliseconds
    const isQuiet = this.latest.every(({ at }) => at < since)
    return isQuiet ? capacity : Math.max(1, Math.floor(capacity * bulkShare))
  }

  /** Milliseconds for which bulk work still pauses behind a request. */
  private bulkDelay(now: number): number {
    if (!this.present.isAny(now)) return 0
    return this.bulkEnded + (this.options.holdMilliseconds ?? 0) - now
  }

  private scheduleRetry(now: number): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.queue.size === 0 || this.total >= this.options.capacity) return
    const left = this.bulkDelay(now)
    if (left > 0) this.timer = setTimeout(() => this.letIn(), Math.ceil(left))
  }
}
