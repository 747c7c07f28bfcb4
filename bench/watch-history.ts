import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { asOperator, newOrganisation, tenantContext } from '../packages/server/test/builders.ts'
import { planOf } from '../packages/server/test/explain.ts'
import { newDatabase, startPostgresql } from '../packages/server/test/postgresql-server.ts'
import { newWatchRow } from '../packages/server/test/watches.ts'
import { openStore, type Store } from '../packages/server/src/platform/db/index.ts'
import {
  listWatchedListings,
  readHistory,
  sellerExpiryJob,
  visitMemory,
} from '../packages/server/src/watches/listing-history/index.ts'
import { percentile } from './percentile.ts'
import { processorClock } from './processor-seconds.ts'

// Pages of the history, and the choice of what is due, with many watched listings on PostgreSQL:
// node --conditions=touchstone-source bench/watch-history.ts [listings]
const listings = Number(process.argv[2] ?? 1_000_000)
const watches = 100
const perWatch = Math.ceil(listings / watches)
/** Listings whose visit falls due on a day. */
const duePerDay = Math.ceil(listings / 10)
const longHistory = 5000
const rounds = 300

type Watch = { id: string; organisationId: string }

/** Fills each watch by one statement per table: every third listing has an entry beyond its first, one has thousands. */
async function fill(store: Store): Promise<Watch[]> {
  const { id: organisationId } = await newOrganisation(store, 'house')
  const all: Watch[] = []
  for (let at = 0; at < watches; at++) {
    const watch = await newWatchRow(store, organisationId)
    all.push(watch)
    const id = (kind: string): ReturnType<typeof sql> =>
      sql`overlay(overlay(md5(${watch.id + kind}::text || n) placing '4' from 13) placing '8' from 17)::uuid`
    const numbers = sql`generate_series(1, ${perWatch}::int) n`
    const of = sql`${organisationId}::uuid, ${watch.id}::uuid`
    await asOperator(store, async (handle) => {
      await sql`
        insert into watch_pages (id, organisation_id, watch_id, url, url_hash, kind, etag, found_at,
          visited_at, run_id, evidence_shape, evidence_days, due_at)
        select ${id('page')}, ${of}, 'https://shop.example/' || n % 40 || '/item/' || n,
          sha256(convert_to('https://shop.example/' || n % 40 || '/item/' || n, 'UTF8')), 'page',
          md5(n::text), now() - interval '90 days', now() - interval '5 days', ${id('run')},
          n % 7, 20 + n % 13, now() + (n % 1000 - 100) * interval '14 minutes 24 seconds'
        from ${numbers}`.execute(handle)
      await sql`
        insert into watch_listings (id, organisation_id, watch_id, page_id, marketplace, external_id,
          state, is_listed, content, content_at, first_seen_at, last_seen_at, visited_at, run_id,
          content_run_id, version)
        select ${id('listing')}, ${of}, ${id('page')}, 'shop.example', 'item-' || n,
          (array['same', 'same', 'same', 'changed', 'gone'])[1 + n % 5], true,
          json_build_object('id', 'item-' || n, 'title', 'Bag ' || n,
            'description', repeat('A plain listing. ', 20),
            'seller', json_build_object('id', 'seller-' || n % 500)),
          now(), now() - n % 60 * interval '1 day', now(), now() - n * interval '1 second', ${id('run')},
          ${id('run')}, case when n = 1 then ${longHistory}::int when n % 3 = 0 then 3 else 1 end
        from ${numbers}`.execute(handle)
      await sql`
        insert into watch_listing_versions (listing_id, version, organisation_id, watch_id, run_id,
          at, state, differences)
        select ${id('listing')}, version, ${of}, ${id('run')}, now() - version * interval '1 hour',
          case when version = 1 then 'new' else 'changed' end,
          case when version > 1 then json_build_array(json_build_object('field', 'price/amount',
            'before', version::text, 'after', (version + 1)::text)) end
        from ${numbers}, generate_series(1, case when n = 1 and ${at}::int = 0 then ${longHistory}::int
          when n % 3 = 0 then 3 else 1 end) version`.execute(handle)
    })
  }
  await asOperator(store, (handle) =>
    sql`
      insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
        verdict, probability, language, rung)
      select gen_random_uuid(), ${organisationId}::uuid, 'shop.example', 'item-' || n, 1, '',
        case when n % 50 = 0 then 'review' else 'clear' end, 0.5, 'en', 0
      from generate_series(1, ${Math.ceil(listings / 10)}::int) n`.execute(handle),
  )
  await store.runQueueSql('vacuum analyze')
  return all
}

async function times(work: (round: number) => Promise<unknown>): Promise<string> {
  const measured: number[] = []
  for (let round = -20; round < rounds; round++) {
    const began = performance.now()
    await work(round)
    if (round >= 0) measured.push(performance.now() - began)
  }
  const at = (share: number): string => percentile(measured, share).toFixed(1)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`
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

const server = await startPostgresql()
const store = await openStore(await newDatabase(server))
try {
  const all = await fill(store)
  const [watch = { id: randomUUID(), organisationId: randomUUID() }] = all
  const as = tenantContext(watch.organisationId)
  const first = await store.transact(as, (handle) =>
    listWatchedListings(handle, { watch: watch.id, limit: 1 }),
  )
  const long = first[0]?.id ?? ''
  console.log(`${listings} watched listings of ${watches} watches, PostgreSQL 17:`)
  const page = (before?: number) => (round: number) =>
    store.transact(as, (handle) =>
      readHistory(handle, {
        watch: watch.id,
        listing: long,
        limit: 50,
        ...(before !== undefined && { before: before + (round % 100) }),
      }),
    )
  console.log(
    `  history of a listing with ${longHistory} entries, first page ${await times(page())}`,
  )
  console.log(`  the same, a page in the middle ${await times(page(longHistory / 2))}`)
  const some = await store.transact(as, (handle) =>
    listWatchedListings(handle, { watch: all[7]?.id ?? '', limit: rounds + 20 }),
  )
  const other = (round: number): Promise<unknown> =>
    store.transact(as, (handle) =>
      readHistory(handle, {
        watch: all[7]?.id ?? '',
        listing: some[round + 20]?.id ?? long,
        limit: 50,
      }),
    )
  console.log(`  history of any listing ${await times(other)}`)
  const list = (round: number): Promise<unknown> =>
    store.transact(as, (handle) =>
      listWatchedListings(handle, { watch: all[(round + 20) % watches]?.id ?? '', limit: 50 }),
    )
  console.log(`  listings of a watch ${await times(list)}`)
  const ofState = (round: number): Promise<unknown> =>
    store.transact(as, (handle) =>
      listWatchedListings(handle, {
        watch: all[(round + 20) % watches]?.id ?? '',
        state: 'changed',
        limit: 50,
      }),
    )
  console.log(`  listings of one state ${await times(ofState)}`)
  const explain = '(analyze, costs off, timing off, summary off, buffers off)'
  const plans = [
    await store.transact(as, (handle) =>
      planOf(
        handle,
        (noting) => readHistory(noting, { watch: watch.id, listing: long, limit: 50 }),
        explain,
        'watch_listing_versions',
      ),
    ),
    await store.transact(as, (handle) =>
      planOf(
        handle,
        (noting) => listWatchedListings(noting, { watch: watch.id, limit: 50 }),
        explain,
      ),
    ),
  ]
  const text = plans.join('\n\n').replaceAll(/(?<=')[0-9a-f-]{36}(?=')/g, '<id>')
  writeFileSync('bench/plans/watch-history-postgresql.txt', `${text}\n`)
  console.log(`  sequential scans in the plans: ${text.match(/Seq Scan.*\(actual/g)?.length ?? 0}`)
  const processorSeconds = await processorClock(store)
  const began = processorSeconds()
  const chosen = await chooseDay(store, all)
  const used = processorSeconds() - began
  for (const night of ['first', 'second']) {
    const start = processorSeconds()
    await sellerExpiryJob(store).run({}, new AbortController().signal)
    const seconds = processorSeconds() - start
    console.log(`  sellers removed in the ${night} night: ${seconds.toFixed(1)} processor seconds`)
  }
  console.log(
    `  ${chosen} visits of a day chosen and put off: ${used.toFixed(1)} processor seconds of server and store, ${((100 * used) / 86_400).toFixed(2)} % of one core`,
  )
} finally {
  await store.close()
  await server.stop()
}
