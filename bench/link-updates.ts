import { randomBytes, randomUUID } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import { openStore, type Store } from '@touchstone/server'
import { sql } from 'kysely'
import { SellerMarket } from '../packages/linkage/test/seller-market.ts'
import { ListingIngest, type ListingSender } from '../packages/server/src/listings/ingest/index.ts'
import { compileEngine, screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import { sealerOf } from '../packages/server/src/platform/encryption/index.ts'
import { startLinkUpdates, type LinkUpdates } from '../packages/server/src/sellers/links/index.ts'
import { asOperator, newKey, newOrganisation } from '../packages/server/test/builders.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../packages/server/test/postgresql-server.ts'
import { median } from './process-runs.ts'
import { percentile } from './percentile.ts'
import { processorClock } from './processor-seconds.ts'

const ofAccount = 10
const filledAtOnce = 5000
const arrivals = 10
const arriving = 500
const singles = 20
const judged = 20
const postBlocks = 9
const ofPostBlock = 500
const triggers = ['listings_enter_links', 'listings_leave_links', 'listings_change_links']

/**
 * Links invented listings in the server, on PostgreSQL: all at first, then blocks of new ones, single ones, judgements
 * until they are written, and what noting changes adds to new listings.
 */
export async function* linkUpdates(rows: number): AsyncGenerator<string> {
  if (postgresqlMissing !== undefined) {
    yield `Links are left out: ${postgresqlMissing}`
    return
  }
  const server = await startPostgresql(undefined, { settings: ['autovacuum=off', 'fsync=off'] })
  try {
    const store = await openStore(await newDatabase(server))
    const market = await openMarket(store)
    const links = startLinkUpdates({
      store,
      sealer: sealerOf(randomBytes(32)),
      everyMs: 2 ** 31 - 1,
    })
    try {
      yield* measure({ store, market, links }, rows)
    } finally {
      await links.stop()
      await market.close()
      await store.close()
    }
  } finally {
    await server.stop()
  }
}

type Market = Awaited<ReturnType<typeof openMarket>>

async function openMarket(store: Store) {
  const { id: organisationId } = await newOrganisation(store, 'market')
  const { id } = await newKey(store, 'market', ['listings:write'])
  const sender: ListingSender = { kind: 'key', id, organisationId, scopes: [] }
  const intake = new ListingIngest({ store, screening: screenInProcess(compileEngine()) })
  return {
    organisationId,
    send: (listings: readonly Listing[]) => intake.ingest(sender, [...listings], {}),
    close: () => intake.close(),
  }
}

type Measured = { store: Store; market: Market; links: LinkUpdates }

async function* measure({ store, market, links }: Measured, rows: number): AsyncGenerator<string> {
  await fill(store, market.organisationId, rows)
  const processorSeconds = await processorClock(store)
  const timed = async (work: () => Promise<unknown>): Promise<[wall: number, own: number]> => {
    const [began, own] = [performance.now(), processorSeconds()]
    await work()
    return [(performance.now() - began) / 1000, processorSeconds() - own]
  }
  const first = await timed(() => links.idle())
  // As the store itself would by now, whose own times are not chosen here.
  await store.runQueueSql('vacuum analyze')
  yield `Links in the server, PostgreSQL, ${rows.toLocaleString('en')} listings of ${(rows / ofAccount).toLocaleString('en')} accounts: all at first in ${first[0].toFixed(1)} s (${first[1].toFixed(1)} s of processor), ${perSecond(rows, first[0])}`
  const invented = new SellerMarket(2)
  let next = 0
  const listingsOf = (count: number): Listing[] =>
    Array.from({ length: Math.ceil(count / ofAccount) }, () =>
      invented.listings(`new-${next++}`, {
        count: Math.min(count, ofAccount),
        contact: contactOf(next),
      }),
    ).flat()
  const walls: number[] = []
  const owns: number[] = []
  for (let block = 0; block < arrivals; block++) {
    await market.send(listingsOf(arriving))
    const [wall, own] = await timed(() => links.idle())
    walls.push(wall)
    owns.push(own)
  }
  yield `  ${arrivals} blocks of ${arriving} new ones: ${perSecond(arriving, median(walls))}, p95 ${((percentile(walls, 0.95) / arriving) * 1000).toFixed(1)} ms each elapsed, ${((median(owns) / arriving) * 1000).toFixed(1)} ms of processor`
  const alone: [number, number][] = []
  for (let at = 0; at < singles; at++) {
    await market.send(listingsOf(1))
    alone.push(await timed(() => links.idle()))
  }
  yield `  one new listing: ${millisecondsOf(alone)}`
  const shown: [number, number][] = []
  const pairs = await pairsOf(store, market.organisationId)
  for (const [a, b] of pairs) {
    await judge(store, market.organisationId, [a, b])
    shown.push(await timed(() => links.idle()))
  }
  yield `  a judgement until it is written: ${millisecondsOf(shown)}`
  yield* post(store, market, { listingsOf, timed })
}

/** What noting changes adds to new listings, by processor time, with triggers and without, in turn. */
async function* post(
  store: Store,
  market: Market,
  {
    listingsOf,
    timed,
  }: {
    listingsOf(count: number): Listing[]
    timed(work: () => Promise<unknown>): Promise<[number, number]>
  },
): AsyncGenerator<string> {
  const ratios: number[] = []
  for (let block = 0; block < postBlocks; block++) {
    const seconds = new Map<string, number>()
    const order = block % 2 === 0 ? ['enable', 'disable'] : ['disable', 'enable']
    for (const state of order) {
      for (const trigger of triggers)
        await store.runQueueSql(`alter table listings ${state} trigger ${trigger}`)
      const listings = listingsOf(ofPostBlock)
      const [, own] = await timed(async () => {
        for (const listing of listings) await market.send([listing])
      })
      seconds.set(state, own)
    }
    // The first pair warms up.
    if (block > 0) ratios.push((seconds.get('enable') ?? 0) / (seconds.get('disable') ?? 1))
  }
  yield `  listings one by one, noted for linking and not, ${ratios.length} pairs of ${ofPostBlock}, processor time: median ${median(ratios).toFixed(3)} times (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`
}

function millisecondsOf(times: readonly [wall: number, own: number][]): string {
  const [walls, owns] = [times.map(([wall]) => wall), times.map(([, own]) => own)]
  const text = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`
  return `median ${text(median(walls))}, p95 ${text(percentile(walls, 0.95))} elapsed, median ${text(median(owns))} of processor`
}

function perSecond(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en')} a second`
}

/** Two of every two hundred accounts share a number. */
function contactOf(account: number): string {
  if (account % 200 >= 2) return ''
  const number = String(10_000_000 + Math.floor(account / 2) * 7)
  return `WA 0812 ${number.replace(/(....)$/, ' $1')}`
}

async function fill(store: Store, organisationId: string, rows: number): Promise<void> {
  const invented = new SellerMarket(1)
  let [batch, account]: [{ id: string; account: string; content: Listing }[], number] = [[], 0]
  const accounts: { id: string; seller: string }[] = []
  const flush = async (): Promise<void> => {
    await asOperator(store, async (handle) => {
      await sql`
        insert into seller_accounts (id, organisation_id, marketplace, seller_hash, seller_id)
        select id, ${organisationId}::uuid, 'market', sha256(convert_to(seller, 'UTF8')), seller
        from unnest(${accounts.map(({ id }) => id)}::uuid[],
          ${accounts.map(({ seller }) => seller)}::text[]) as given (id, seller)`.execute(handle)
      const ids = batch.map(({ id }) => id)
      const contents = batch.map(({ content }) => JSON.stringify(content))
      await sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
          first_seen_at, verdict, rung, probability, signals, undecided, seller_account_id)
        select id, ${organisationId}::uuid, 'market', content ->> 'id', 1, '', now(), 'clear', 0,
          0, 0, true, account
        from unnest(${ids}::uuid[], ${batch.map((one) => one.account)}::uuid[],
          ${contents}::json[]) as given (id, account, content)`.execute(handle)
      await sql`
        insert into listing_versions (listing_id, version, organisation_id, changed, content)
        select id, 1, ${organisationId}::uuid, '[]', content
        from unnest(${ids}::uuid[], ${contents}::json[]) as given (id, content)`.execute(handle)
    })
    batch = []
    accounts.length = 0
  }
  for (let count = 0; count < rows; count += ofAccount, account++) {
    const id = randomUUID()
    const seller = `s-${account}`
    accounts.push({ id, seller })
    for (const content of invented.listings(seller, {
      count: ofAccount,
      contact: contactOf(account),
    }))
      batch.push({ id: randomUUID(), account: id, content })
    if (batch.length >= filledAtOnce) await flush()
  }
  if (batch.length > 0) await flush()
  await store.runQueueSql('vacuum analyze')
}

/** Accounts that no evidence links. */
async function pairsOf(store: Store, organisationId: string): Promise<[string, string][]> {
  const { rows } = await asOperator(store, (handle) =>
    sql<{ id: string }>`
      select id from seller_accounts where organisation_id = ${organisationId}::uuid
      order by id limit ${2 * judged}`.execute(handle),
  )
  return Array.from({ length: judged }, (_, at) => [
    rows[2 * at]?.id ?? '',
    rows[2 * at + 1]?.id ?? '',
  ])
}

/** As a person records it, without the check of who they are. */
async function judge(
  store: Store,
  organisationId: string,
  [a, b]: [string, string],
): Promise<void> {
  await asOperator(store, async (handle) => {
    await sql`
      insert into link_judgements (id, organisation_id, kind, account_a, account_b, judgement, actor_id)
      values (gen_random_uuid(), ${organisationId}::uuid, 'judgement', ${a}::uuid, ${b}::uuid,
        'same', 'bench')`.execute(handle)
    await sql`
      insert into link_changes (organisation_id) values (${organisationId}::uuid)`.execute(handle)
  })
}
