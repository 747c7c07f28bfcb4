import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import {
  channels,
  countedWork,
  type ListingIngested,
  type ListingScreened,
  type WorkEnded,
} from './observations.ts'

export type Metrics = {
  requestEnded(request: { method: string; route: string; status: number; seconds: number }): void
  /** Adds a number computed at collection: the length of a queue, the age of an outbox. */
  gauge(options: GaugeOptions): void
  /** Adds several that one reading serves, which they share when they are collected together. */
  gauges<T>(read: () => Promise<T>, each: readonly GaugeOf<T>[]): void
  /** Everything, in the text format of Prometheus. */
  read(): Promise<{ type: string; text: string }>
  close(): void
}

export type GaugeOptions = {
  /** Without `touchstone_`. */
  name: string
  help: string
  labels?: readonly string[]
  read(): Promise<readonly GaugeValue[]> | readonly GaugeValue[]
}
export type GaugeOf<T> = Omit<GaugeOptions, 'read'> & { values(state: T): readonly GaugeValue[] }
export type GaugeValue = { labels?: Record<string, string>; value: number }

/** The metrics of one server, in a separate registry. */
export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]
  const requests = new Counter({
    name: 'touchstone_http_requests_total',
    help: 'HTTP requests, by route pattern',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'touchstone_http_request_seconds',
    help: 'From the first byte of a request to the last byte of its response',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  })
  const ingestedTotal = new Counter({
    name: 'touchstone_listings_taken_total',
    help: 'Listings ingested, by whether they were new, changed or unchanged, and by verdict',
    labelNames: ['state', 'verdict'],
    registers,
  })
  const screening = new Histogram({
    name: 'touchstone_screening_seconds',
    help: 'Time to assess one listing, queueing included',
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1],
    registers,
  })
  const counters = new Map(
    Object.entries(countedWork).map(([work, { name, help, labels }]) => {
      const labelNames = Object.keys(labels)
      const counter = new Counter({ name: `touchstone_${name}`, help, labelNames, registers })
      for (const one of combinationsOf(labels)) counter.inc(one, 0)
      return [work, counter]
    }),
  )
  const jobSeconds = new Histogram({
    name: 'touchstone_job_seconds',
    help: 'Duration of background jobs',
    labelNames: ['queue'],
    buckets: [0.05, 0.25, 1, 5, 30, 120, 600, 3600],
    registers,
  })
  const gateSeconds = new Histogram({
    name: 'touchstone_gate_request_seconds',
    help: 'Duration of requests to watched sites',
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  })
  const onWorkEnded = (message: unknown): void => {
    const ended = message as WorkEnded
    counters.get(ended.work)?.inc(ended.labels)
    if (ended.seconds === undefined) return
    if (ended.work === 'job') jobSeconds.observe({ queue: ended.labels.queue }, ended.seconds)
    if (ended.work === 'gateRequest') gateSeconds.observe(ended.seconds)
  }
  const gauge = ({ name, help, labels = [], read }: GaugeOptions): void => {
    new Gauge({
      name: `touchstone_${name}`,
      help,
      labelNames: [...labels],
      registers,
      async collect() {
        this.reset()
        // One number that can't be had now must not hide the others.
        const values = await Promise.resolve(read()).catch(() => [])
        for (const { labels: own = {}, value } of values) this.set(own, value)
      },
    })
  }
  const onIngested = (message: unknown): void => {
    const { state, verdict } = message as ListingIngested
    ingestedTotal.inc({ state, verdict })
  }
  const onScreened = (message: unknown): void => {
    screening.observe((message as ListingScreened).seconds)
  }
  subscribe(channels.listingTaken, onIngested)
  subscribe(channels.listingScreened, onScreened)
  subscribe(channels.workEnded, onWorkEnded)
  return {
    requestEnded: ({ method, route, status, seconds }) => {
      requests.inc({ method, route, status: String(status) })
      durations.observe({ method, route }, seconds)
    },
    gauge,
    gauges: (read, each) => {
      let reading: ReturnType<typeof read> | undefined
      const shared = (): ReturnType<typeof read> =>
        (reading ??= read().finally(() => {
          reading = undefined
        }))
      for (const { values, ...rest } of each)
        gauge({ ...rest, read: async () => values(await shared()) })
    },
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
    close: () => {
      unsubscribe(channels.listingTaken, onIngested)
      unsubscribe(channels.listingScreened, onScreened)
      unsubscribe(channels.workEnded, onWorkEnded)
      register.clear()
    },
  }
}

/** Every combination of the values of labels; none if a label has no values. */
function combinationsOf(
  labels: Readonly<Record<string, readonly string[]>>,
): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (combinations, [name, values]) =>
      combinations.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
}
