import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { asOperator, newOrganisation } from '../packages/server/test/builders.ts'
import { newDatabase, startPostgresql } from '../packages/server/test/postgresql-server.ts'
import { starterEngine } from '../packages/server/test/starter-engine.ts'
import { newWatchRow } from '../packages/server/test/watches.ts'
import { ListingIngest } from '../packages/server/src/listings/ingest/index.ts'
import { screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import { openStore, type Store } from '../packages/server/src/platform/db/index.ts'
import { sealerOf } from '../packages/server/src/platform/encryption/index.ts'
import { startWatchRuns } from '../packages/server/src/watches/runs/index.ts'
import { fillWatch, type Watch } from './fill-watches.ts'
import { percentile } from './percentile.ts'
import { processorClock } from './processor-seconds.ts'

// What watching takes of a core, and how long a due watch waits, with many watched listings on PostgreSQL and 100,000
// of them due each day: node --conditions=touchstone-source bench/watch-schedule.ts [listings]
const listings = Number(process.argv[2] ?? 1_000_000)
const organisations = 20
const watches = 1000
const perWatch = Math.ceil(listings / watches)
const duePerDay = 100_000
/** Due pages of a run, and requests for robots.txt, a sitemap and the start of the site. */
const pagesPerRun = 10
const requestsPerRun = pagesPerRun + 3
/** So many times as many runs begin as on a day with `duePerDay`. */
const haste = 6
const seconds = 300
const idleSeconds = 30
/** The shortest pause of the gate. */
const pause = 2000

type Asked = { port: number; at: number; until: number }
type Site = { watch: Watch; port: number; dueAt: number }

/** In a process of its own, so that its processor time is not counted: sites whose pages never change. */
async function serveSites(count: number): Promise<void> {
  const ports: number[] = []
  for (let at = 0; at < count; at++) {
    const server = createServer((request, response) => {
      const asked = { port: request.socket.localPort, at: Date.now() }
      response.on('close', () => process.send?.({ ...asked, until: Date.now() }))
      const { url = '', headers } = request
      if (url === '/robots.txt') response.end('')
      else if (headers['if-none-match'] !== undefined) response.writeHead(304).end()
      else if (url === '/sitemap.xml') response.writeHead(404).end()
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Goods</h1>')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    ports.push((server.address() as AddressInfo).port)
  }
  process.send?.(ports)
}

async function openSites(count: number): Promise<{
  ports: number[]
  asked: Asked[]
  close(): void
}> {
  const child = fork(import.meta.filename, ['sites', String(count)])
  const [ports] = (await once(child, 'message')) as [number[]]
  const asked: Asked[] = []
  child.on('message', (one) => asked.push(one as Asked))
  return { ports, asked, close: () => void child.kill() }
}

async function fill(store: Store, ports: readonly number[]): Promise<Site[]> {
  const sites: Site[] = []
  const owners: string[] = []
  for (let at = 0; at < organisations; at++) {
    owners.push((await newOrganisation(store, `house-${at}`)).id)
  }
  for (let at = 0; at < watches; at++) {
    const port = ports[at]
    const site = port === undefined ? `https://shop-${at}.example` : `http://127.0.0.1:${port}`
    const watch = await newWatchRow(store, owners[at % organisations] ?? '', { site })
    await fillWatch(store, watch, { listings: perWatch, site })
    if (port !== undefined) sites.push({ watch, port, dueAt: Infinity })
  }
  await asOperator(store, (handle) =>
    sql`
      update watches set next_run_at = now() + interval '1 day', run_requests = ${requestsPerRun}::int4,
        run_bytes = 100000000, day_bytes = 100000000`.execute(handle),
  )
  await store.runQueueSql('vacuum analyze')
  return sites
}

/** Sets when each watch is due: evenly, from now on. */
async function makeDue(store: Store, sites: readonly Site[]): Promise<void> {
  const from = Date.now() + 1000
  for (const [at, site] of sites.entries()) {
    site.dueAt = Math.round(from + (at * seconds * 1000) / sites.length)
    await asOperator(store, (handle) =>
      sql`
        update watches set next_run_at = ${new Date(site.dueAt)}::timestamptz
        where id = ${site.watch.id}::uuid`.execute(handle),
    )
  }
}

function report(name: string, milliseconds: readonly number[]): void {
  const at = (share: number): string => `${(percentile(milliseconds, share) / 1000).toFixed(2)} s`
  console.log(`  ${name}: p50 ${at(0.5)}, p99 ${at(0.99)}, of ${milliseconds.length}`)
}

async function measure(): Promise<void> {
  const runs = Math.round((seconds * haste * duePerDay) / pagesPerRun / 86_400)
  const sitesProcess = await openSites(runs)
  const { ports, asked } = sitesProcess
  const server = await startPostgresql()
  const store = await openStore(await newDatabase(server))
  const intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
  try {
    const sites = await fill(store, ports)
    const processorSeconds = await processorClock(store)
    const watching = startWatchRuns({
      store,
      intake,
      agent: { token: 'Touchstone', userAgent: 'Touchstone/bench' },
      sealer: sealerOf(randomBytes(32)),
      outbound: { allow: ports.map((port) => ({ host: '127.0.0.1', port })) },
      onFault: (error) => console.error(error),
    })
    await sleep(5000)
    const idleFrom = processorSeconds()
    await sleep(idleSeconds * 1000)
    const idle = (processorSeconds() - idleFrom) / idleSeconds
    await makeDue(store, sites)
    const began = performance.now()
    const from = processorSeconds()
    await sleep(seconds * 1000)
    const busy = ((processorSeconds() - from) / (performance.now() - began)) * 1000
    await watching.stop()
    const share = idle + (busy - idle) / haste
    console.log(
      `${listings} watched listings of ${watches} watches, ${duePerDay} due a day, ${haste} times as fast for ${seconds} s:`,
    )
    console.log(
      `  ${asked.length} requests in ${runs} runs; processor seconds of server and store a second: ${busy.toFixed(3)}, without a due watch ${idle.toFixed(4)}; at the speed of the day ${(100 * share).toFixed(2)} % of one core`,
    )
    const ofSite = Map.groupBy(asked, ({ port }) => port)
    const first = sites.flatMap(({ port, dueAt }) => {
      const at = ofSite.get(port)?.[0]?.at
      return at === undefined ? [] : [at - dueAt]
    })
    report('from due to the first request of a run', first)
    const later = [...ofSite.values()].flatMap((all) =>
      all.slice(1).map(({ at }, index) => at - (all[index]?.until ?? at) - pause),
    )
    report('from the end of the gate’s pause to the next request', later)
  } finally {
    await intake.close()
    await store.close()
    await server.stop()
    sitesProcess.close()
  }
}

if (process.argv[2] === 'sites') await serveSites(Number(process.argv[3]))
else await measure()
