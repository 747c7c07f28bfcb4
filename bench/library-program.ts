import { readFileSync } from 'node:fs'
import { percentile } from './percentile.ts'
import { sampleListings } from './sample-rows.ts'

/** What one process measured of the engine, from its own start. */
export type LibraryRun = {
  /** Milliseconds since the process started: engine loaded, catalog compiled, first listing assessed. */
  loaded: number
  compiled: number
  first: number
  /** Milliseconds of processor time by then, of all threads. */
  processor: number
  /** Peak resident memory by then, in MiB. */
  memory: number
  /** Once warm, on one thread: assessments a second of time and of processor time; milliseconds of one. */
  perSecond: number
  perProcessorSecond: number
  middle: number
  most: number
  /** Peak resident memory after all, in MiB. */
  warmMemory: number
}

const WARM_UP_ROUNDS = 3
const [rounds = '0'] = process.argv.slice(2)
const peakMiB = (): number => process.resourceUsage().maxRSS / 1024
function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const { compile, parseCatalog } = await import('@touchstone/recognition')
const loaded = performance.now()
const parsed = parseCatalog(JSON.parse(readFileSync('samples/catalog.json', 'utf8')))
if (!parsed.ok) throw new Error('The sample catalog has faults.')
const screener = compile(parsed.catalog)
const compiled = performance.now()
screener.screen({ id: '1', title: 'Velmoraq handbag, 1:1 replica, mirror quality' })
const first = performance.now()
const processor = processorMilliseconds()
const memory = peakMiB()

const listings = sampleListings()
const times: number[] = []
let warmFrom = 0
for (let round = -WARM_UP_ROUNDS; round < Number(rounds); round++) {
  if (round === 0) warmFrom = processorMilliseconds()
  for (const listing of listings) {
    const from = performance.now()
    screener.screen(listing)
    if (round >= 0) times.push(performance.now() - from)
  }
}
const warmProcessor = processorMilliseconds() - warmFrom
const total = times.reduce((sum, time) => sum + time, 0)
const run: LibraryRun = {
  loaded,
  compiled,
  first,
  processor,
  memory,
  perSecond: (times.length / total) * 1000,
  perProcessorSecond: (times.length / warmProcessor) * 1000,
  middle: percentile(times, 0.5),
  most: percentile(times, 0.99),
  warmMemory: peakMiB(),
}
console.log(JSON.stringify(run))
