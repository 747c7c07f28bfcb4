import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaptureView, Listing, WatchRunView } from '@touchstone/contract'
import type { HttpCalls } from './http-calls.ts'
import type { Limits, LoadName, StressPlan } from './plan.ts'
import type { Callers } from './stress-server.ts'

/** One kind of load, ready to be sent. */
export interface Load {
  name: LoadName
  perSecond: number
  limits: Limits
  /** As `Arrivals.send`. */
  send(number: number): Promise<number | undefined>
}

/** The invented site of every installation, answered without a connection. */
const market = 'http://sample-market.example'
const marketSellers = 400
/** How often captures and runs are asked after; when they ended is read from what the server states. */
const POLL_MILLISECONDS = 500
const MONTH_IN_MINUTES = 43_200
const LISTINGS_A_BATCH = 1000
/** The most listings of a page of the API. */
const LISTINGS_A_PAGE = 200

type ListingPage = { items: { listing: Listing }[]; next: string | null }

/** What a plan sends, over the API as any caller would. */
export class Loads {
  readonly all: readonly Load[]
  /** IDs of listings whose storing was acknowledged. */
  private readonly acknowledged = new Set<string>()
  private readonly samples: readonly Listing[]
  private readonly calls: HttpCalls
  private readonly callers: Callers

  private constructor(options: {
    plan: StressPlan
    samples: readonly Listing[]
    calls: HttpCalls
    callers: Callers
  }) {
    const { plan, samples, calls, callers } = options
    this.samples = samples
    this.calls = calls
    this.callers = callers
    this.all = [...this.loadsOf(plan)]
  }

  /** @param samples file of listings, from which those of the test are made */
  static async of(
    plan: StressPlan,
    samples: URL,
    parties: { calls: HttpCalls; callers: Callers },
  ): Promise<Loads> {
    const lines = (await readFile(samples, 'utf8')).trimEnd().split('\n')
    const listings = lines.map((line) => JSON.parse(line) as Listing)
    return new Loads({ plan, samples: listings, ...parties })
  }

  /** Stores listings before the test. */
  async store(calls: HttpCalls, count: number, onStored: (stored: number) => void): Promise<void> {
    for (let from = 0; from < count; from += LISTINGS_A_BATCH) {
      await this.submitBatch(calls, 'stored', from, Math.min(LISTINGS_A_BATCH, count - from))
      onStored(Math.min(count, from + LISTINGS_A_BATCH))
    }
  }

  /** How many listings were acknowledged and are not in the store. */
  async countMissing(calls: HttpCalls): Promise<number> {
    const missing = new Set(this.acknowledged)
    let next: string | null = ''
    while (next !== null && missing.size > 0) {
      const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`
      const page: ListingPage = await this.read(
        calls,
        `/api/v1/listings?limit=${LISTINGS_A_PAGE}${after}`,
      )
      for (const { listing } of page.items) missing.delete(listing.id)
      next = page.next
    }
    return missing.size
  }

  private *loadsOf(plan: StressPlan): Generator<Load> {
    const { intake, screening, queue, captures, watches } = plan
    if (intake !== undefined) {
      const { perSecond, listings } = intake
      const send = async (number: number): Promise<undefined> => {
        const ids = await this.submitBatch(this.calls, 'batch', number * listings, listings)
        for (const id of ids) this.acknowledged.add(id)
      }
      yield { name: 'intake', perSecond, limits: intake, send }
    }
    if (screening !== undefined) {
      const { perSecond } = screening
      yield {
        name: 'screening',
        perSecond,
        limits: screening,
        send: (number) => this.submit(number),
      }
    }
    if (queue !== undefined) {
      const { perSecond } = queue
      yield { name: 'queue', perSecond, limits: queue, send: (number) => this.readQueue(number) }
    }
    if (captures !== undefined) {
      const perSecond = captures.perMinute / 60
      yield {
        name: 'captures',
        perSecond,
        limits: captures,
        send: (number) => this.capture(number),
      }
    }
    if (watches !== undefined) {
      const { perMinute, requests } = watches
      yield {
        name: 'watches',
        perSecond: perMinute / 60,
        limits: watches,
        send: (number) => this.watch(number, requests),
      }
    }
  }

  private get asMarketplace(): Record<string, string> {
    return { authorization: this.callers.authorization }
  }

  private async submit(number: number): Promise<undefined> {
    const listing = this.listing('single', number)
    await this.calls.post('/api/v1/listings', this.asMarketplace, listing)
    this.acknowledged.add(listing.id)
  }

  /** Returns the IDs of the listings, all of which were taken. */
  private async submitBatch(
    calls: HttpCalls,
    name: string,
    from: number,
    count: number,
  ): Promise<string[]> {
    const listings = Array.from({ length: count }, (_, at) => this.listing(name, from + at))
    const { text } = await calls.call({
      method: 'POST',
      path: '/api/v1/listings/batch',
      headers: { ...this.asMarketplace, 'content-type': 'application/x-ndjson' },
      body: listings.map((listing) => JSON.stringify(listing)).join('\n'),
    })
    const { taken } = JSON.parse(text) as { taken: number }
    if (taken < count) throw new Error(`${count - taken} of ${count} listings were not taken`)
    return listings.map(({ id }) => id)
  }

  /** Pages as a reviewer opens them: the newest undecided, then the most probable, then those to review. */
  private async readQueue(number: number): Promise<undefined> {
    const views = ['decided=false', 'sort=most-probable&decided=false', 'verdict=review']
    await this.read(this.calls, `/api/v1/listings?limit=50&${views[number % views.length]}`)
  }

  private async capture(number: number): Promise<number> {
    const { id } = await this.actAsAnalyst<{ id: string }>('/api/v1/captures', {
      url: `${market}/seller/${number % marketSellers}`,
      reason: 'Stress test of this installation',
    })
    return this.untilEnded(async () => {
      const path = `/api/v1/captures/${id}/state`
      const capture = await this.read<CaptureView>(this.calls, path, this.callers.analyst)
      if (capture.state === 'failed') throw new Error(capture.sentence ?? 'the capture failed')
      return capture.endedAt
    })
  }

  private async watch(number: number, requests: number): Promise<number> {
    const budget = { requests, bytes: 67_108_864, processorSeconds: 600, cost: null }
    const { id } = await this.actAsAnalyst<{ id: string }>('/api/v1/watches', {
      name: `Stress test ${number}`,
      brand: 'velmoraq',
      connector: 'sample-market',
      site: market,
      intervalMinutes: MONTH_IN_MINUTES,
      budgetPerRun: budget,
      budgetPerDay: budget,
      capturesPerDay: 0,
    })
    return this.untilEnded(async () => {
      const { items } = await this.read<{ items: WatchRunView[] }>(
        this.calls,
        `/api/v1/watches/${id}/runs`,
        this.callers.analyst,
      )
      const [run] = items
      if (run === undefined || run.endedAt === null) return null
      if (run.endedBy !== 'end' && run.endedBy !== 'requests') {
        throw new Error(run.lastError?.message ?? `the run was ended by ${run.endedBy}`)
      }
      return run.endedAt
    })
  }

  /** Asks again until something has ended: when, in milliseconds of the epoch. */
  private async untilEnded(readEnd: () => Promise<string | null>): Promise<number> {
    for (;;) {
      await sleep(POLL_MILLISECONDS)
      const endedAt = await readEnd()
      if (endedAt !== null) return Date.parse(endedAt)
    }
  }

  private async read<T>(
    calls: HttpCalls,
    path: string,
    headers: Record<string, string> = this.asMarketplace,
  ): Promise<T> {
    const { text } = await calls.call({ method: 'GET', path, headers })
    return JSON.parse(text) as T
  }

  private async actAsAnalyst<T>(path: string, input: unknown): Promise<T> {
    const { text } = await this.calls.post(path, this.callers.analyst, input)
    return JSON.parse(text) as T
  }

  /** Listings of the sample under new IDs, with a number in the title, so that no two are alike. */
  private listing(name: string, number: number): Listing {
    const sample = this.samples[number % this.samples.length] as Listing
    return {
      ...sample,
      id: `${name}-${number}`,
      marketplace: 'stress-market',
      title: `${sample.title} ${number}`,
    }
  }
}
