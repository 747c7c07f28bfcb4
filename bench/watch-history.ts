import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { asOperator, newOrganisation, tenantContext } from '../packages/server/test/builders.ts'
import { planOf } from '../packages/server/test/explain.ts'
import { newDatabase, startPostgresql } from '../packages/server/test/postgresql-server.ts'
import { newWatchRow } from '../packages/server/test/watches.ts'
import { openImagePipeline } from '../packages/server/src/images/pipeline/index.ts'
import { openStore, type Store } from '../packages/server/src/platform/db/index.ts'
import {
  listWatchedListings,
  readHistory,
  sellerExpiryJob,
  suggestSameGoods,
  visitMemory,
  type WatchedListingEntry,
} from '../packages/server/src/watches/listing-history/index.ts'
import { benchFolder } from './bench-folder.ts'
import { fillWatch, type Watch } from './fill-watches.ts'
import { percentile } from './percentile.ts'
import { processorClock } from './processor-seconds.ts'

// Pages of the history and of watched listings, and on PostgreSQL the choice of what is due and the removal of sellers:
// node --conditions=touchstone-source bench/watch-history.ts [--listings 1000000] [--watches 100] [--store embedded] [--pages]
const { values } = parseArgs({
  options: {
    listings: { type: 'string', default: '1000000' },
    watches: { type: 'string', default: '100' },
    store: { type: 'string', default: 'postgresql' },
    // Only these.
    pages: { type: 'boolean', default: false },
  },
})
const listings = Number(values.listings)
const isEmbedded = values.store === 'embedded'
const watches = Number(values.watches)
const perWatch = Math.ceil(listings / watches)
/** Listings whose visit falls due on a day. */
const duePerDay = Math.ceil(listings / 10)
const longHistory = 5000
const rounds = 300

/** Every tenth watch has no find: to look for some there, all of its listings are read. */
async function fill(store: Store): Promise<Watch[]> {
  const { id: organisationId } = await newOrganisation(store, 'house')
  const all: Watch[] = []
  for (let at = 0; at < watches; at++) {
    const watch = await newWatchRow(store, organisationId)
    all.push(watch)
    await fillWatch(store, watch, {
      listings: perWatch,
      site: `https://shop-${at}.example`,
      longHistory: at === 0 ? longHistory : 1,
      findEvery: isWithoutFinds(at) ? perWatch + 1 : 50,
    })
  }
  await store.runQueueSql('vacuum analyze')
  return all
}

function isWithoutFinds(watch: number): boolean {
  return watch % 10 === 9
}

let processorSeconds = (): number => 0

/** How long it takes, and how much of a processor of server and store, whatever else the machine does. */
async function times(work: (round: number) => Promise<unknown>): Promise<string> {
  const measured: number[] = []
  let from = 0
  for (let round = -20; round < rounds; round++) {
    if (round === 0) from = processorSeconds()
    const began = performance.now()
    await work(round)
    if (round >= 0) measured.push(performance.now() - began)
  }
  const at = (share: number): string => percentile(measured, share).toFixed(1)
  const used = (1000 * (processorSeconds() - from)) / rounds
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${used.toFixed(1)} ms of a processor`
}

/** Chooses all that is due today, as runs of all watches do, and notes for each when it is due again. */
async function chooseDay(store: Store, all: readonly Watch[]): Promise<number> {
  let chosen = 0
  for (const watch of all) {
    const memory = visitMemory({ store, watch, requestsPerDay: duePerDay / watches })
    let batch: string[] = []
    const visit = async (): Promise<void> => {
      chosen += batch.length
      await asOperator(store, (handle) =>
        sql`
          update watch_pages set due_at = now() + interval '10 days', visited_at = now()
          where watch_id = ${watch.id}::uuid and url_hash = any (
            select sha256(convert_to(u, 'UTF8')) from unnest(${batch}::text[]) u)`.execute(handle),
      )
      batch = []
    }
    for await (const url of memory.addresses()) {
      batch.push(url)
      if (batch.length === 50) await visit()
    }
    await visit()
  }
  return chosen
}

type ListingsPage = Parameters<typeof listWatchedListings>[1]
type Opened = { store: Store; close(): Promise<void> }

async function open(): Promise<Opened> {
  if (isEmbedded) {
    mkdirSync(benchFolder, { recursive: true })
    const dataDir = mkdtempSync(join(benchFolder, 'watch-history-'))
    const store = await openStore({ engine: 'embedded', dataDir })
    const close = async (): Promise<void> => {
      await store.close()
      rmSync(dataDir, { recursive: true })
    }
    return { store, close }
  }
  const server = await startPostgresql()
  const store = await openStore(await newDatabase(server))
  const close = async (): Promise<void> => {
    await store.close()
    await server.stop()
  }
  return { store, close }
}

async function measurePages(store: Store, all: readonly Watch[]): Promise<void> {
  const works = openImagePipeline(benchFolder)
  const [watch = { id: randomUUID(), organisationId: randomUUID() }] = all
  const as = tenantContext(watch.organisationId)
  const list = (page: ListingsPage): Promise<WatchedListingEntry[]> =>
    store.transact(as, (handle) => listWatchedListings(handle, page))
  const [first] = await list({ watch: watch.id, limit: 1 })
  const long = first?.id ?? ''
  const history = (id: string, listing: string, before?: number) =>
    store.transact(as, (handle) =>
      readHistory(handle, {
        watch: id,
        listing,
        limit: 50,
        ...(before !== undefined && { before }),
      }),
    )
  const name = `  history of a listing with ${longHistory} entries`
  console.log(`${name}, first page ${await times(() => history(watch.id, long))}`)
  const middle = longHistory / 2
  console.log(
    `  the same, a page in the middle ${await times((round) => history(watch.id, long, middle + (round % 100)))}`,
  )
  const eighth = all[7]?.id ?? ''
  const some = await list({ watch: eighth, limit: rounds + 20 })
  console.log(
    `  history of any listing ${await times((round) => history(eighth, some[round + 20]?.id ?? long))}`,
  )
  const some50 = (ids: readonly Watch[], more: Partial<ListingsPage>) =>
    times((round) => list({ watch: ids[(round + 20) % ids.length]?.id ?? '', limit: 50, ...more }))
  console.log(`  listings of a watch ${await some50(all, {})}`)
  console.log(`  listings of one state ${await some50(all, { state: 'changed' })}`)
  const [withFinds, without] = [false, true].map((isWithout) =>
    all.filter((_, at) => isWithoutFinds(at) === isWithout),
  )
  console.log(
    `  finds, 2 % of the listings of a watch ${await some50(withFinds ?? [], { finds: true })}`,
  )
  console.log(`  finds of a watch without any ${await some50(without ?? [], { finds: true })}`)
  console.log(`  changed finds ${await some50(withFinds ?? [], { finds: true, state: 'changed' })}`)
  console.log(`  listings that are no finds ${await some50(all, { finds: false })}`)
  console.log(
    `  same goods of a listing ${await times((round) =>
      suggestSameGoods({ store, works, context: as, listing: some[round + 20]?.id ?? long }),
    )}`,
  )
  await works.close()
  if (isEmbedded) return
  const explain = '(analyze, costs off, timing off, summary off, buffers off)'
  const plan = (page: ListingsPage): Promise<string> =>
    store.transact(as, (handle) =>
      planOf(handle, (noting) => listWatchedListings(noting, page), explain),
    )
  const plans = [
    await store.transact(as, (handle) =>
      planOf(
        handle,
        (noting) => readHistory(noting, { watch: watch.id, listing: long, limit: 50 }),
        explain,
        'watch_listing_versions',
      ),
    ),
    await plan({ watch: watch.id, limit: 50 }),
    await plan({ watch: watch.id, limit: 50, finds: true }),
  ]
  const text = plans.join('\n\n').replaceAll(/(?<=')[0-9a-f-]{36}(?=')/g, '<id>')
  writeFileSync('bench/plans/watch-history-postgresql.txt', `${text}\n`)
  console.log(`  sequential scans in the plans: ${text.match(/Seq Scan.*\(actual/g)?.length ?? 0}`)
}

async function measureDay(store: Store, all: readonly Watch[]): Promise<void> {
  const began = processorSeconds()
  const chosen = await chooseDay(store, all)
  const used = processorSeconds() - began
  console.log(
    `  ${chosen} visits of a day chosen and put off: ${used.toFixed(1)} processor seconds of server and store, ${((100 * used) / 86_400).toFixed(2)} % of one core`,
  )
  for (const night of ['first', 'second']) {
    const start = processorSeconds()
    await sellerExpiryJob(store).run({}, new AbortController().signal)
    const seconds = processorSeconds() - start
    console.log(`  sellers removed in the ${night} night: ${seconds.toFixed(1)} processor seconds`)
  }
}

const { store, close } = await open()
try {
  const all = await fill(store)
  processorSeconds = await processorClock(store)
  console.log(`${listings} watched listings of ${watches} watches, ${values.store}:`)
  await measurePages(store, all)
  if (!isEmbedded && !values.pages) await measureDay(store, all)
} finally {
  await close()
}
