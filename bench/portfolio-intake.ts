import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Listing } from '@touchstone/contract'
import { openStore, type Store } from '@touchstone/server'
import { newKey, newOrganisation } from '../packages/server/test/builders.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
  type PostgresqlServer,
} from '../packages/server/test/postgresql-server.ts'
import { ListingIngest, type ListingSender } from '../packages/server/src/listings/ingest/index.ts'
import { compileEngine, screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import { startPortfolioUpdates } from '../packages/server/src/sellers/portfolios/index.ts'
import { benchFolder } from './bench-folder.ts'
import { makeFeedRows } from './feed-rows.ts'
import { median } from './process-runs.ts'
import { processorClock } from './processor-seconds.ts'

const blockRows = 1500
const warmUps = 1
const maxBlocks = 8
const partRows = 100
/** Where sellers have few listings, most listings are of an account that no other of the block is of. */
const sellerCounts = [5000, 100]
const triggers = [
  'listings_enter_portfolios',
  'listings_leave_portfolios',
  'listings_change_portfolios',
]

type Intake = {
  store: Store
  take(block: readonly Listing[]): Promise<void>
  close(): Promise<void>
}

/**
 * What portfolios add to the processor time of new listings: blocks of distinct rows into a store whose portfolios are
 * kept up to date, and into one without, in turn.
 */
export async function* portfolioIntake(rows: number): AsyncGenerator<string> {
  if (postgresqlMissing !== undefined) {
    yield `Portfolios are left out: ${postgresqlMissing}`
    return
  }
  const blocks = Math.min(maxBlocks, Math.floor(rows / blockRows)) + warmUps
  const path = join(benchFolder, `feed-short-${blocks * blockRows}.ndjson`)
  await makeFeedRows(path, blocks * blockRows, 'short')
  const listings = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Listing)
  for (const sellers of sellerCounts) yield* measure(listings, blocks, sellers)
}

/** Listings of so many sellers. */
async function* measure(
  listings: readonly Listing[],
  blocks: number,
  sellers: number,
): AsyncGenerator<string> {
  const sellerOf = (at: number): Listing['seller'] => ({ id: `seller-${(at * 7919) % sellers}` })
  const sold = listings.map((listing, at) => ({ ...listing, seller: sellerOf(at) }))
  // Vacuuming starts by the clock, and would be counted beside either.
  const server = await startPostgresql(undefined, { settings: ['autovacuum=off'] })
  try {
    const intakes = {
      with: await openIntake(server, true),
      without: await openIntake(server, false),
    }
    const processorSeconds = await processorClock(intakes.with.store)
    const seconds = async (intake: Intake, block: readonly Listing[]): Promise<number> => {
      const began = processorSeconds()
      await intake.take(block)
      return processorSeconds() - began
    }
    const pairs: { with: number; without: number }[] = []
    for (let at = 0; at < blocks; at++) {
      const block = sold.slice(at * blockRows, (at + 1) * blockRows)
      const order = at % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)
      const pair = { with: 0, without: 0 }
      for (const which of order) pair[which] = await seconds(intakes[which], block)
      if (at >= warmUps) pairs.push(pair)
    }
    const sum = (which: 'with' | 'without'): number =>
      pairs.reduce((total, pair) => total + pair[which], 0)
    const each = (which: 'with' | 'without'): string =>
      `${((sum(which) / pairs.length / blockRows) * 1e6).toFixed(0)} µs`
    const ratios = pairs.map((pair) => pair.with / pair.without)
    yield `New listings of ${sellers.toLocaleString('en')} sellers, with portfolios kept up to date and without, ${pairs.length} pairs of blocks of ${blockRows}, PostgreSQL, processor time of server and store:`
    yield `  a listing ${each('with')} and ${each('without')}: ${(sum('with') / sum('without')).toFixed(3)} times, median of the pairs ${median(ratios).toFixed(3)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`
    for (const one of Object.values(intakes)) await one.close()
  } finally {
    await server.stop()
  }
}

async function openIntake(server: PostgresqlServer, hasPortfolios: boolean): Promise<Intake> {
  const store = await openStore(await newDatabase(server))
  const { id: organisationId } = await newOrganisation(store, 'market')
  const { id } = await newKey(store, 'market')
  const sender: ListingSender = { kind: 'key', id, organisationId, scopes: [] }
  const intake = new ListingIngest({ store, screening: screenInProcess(compileEngine()) })
  const send = async (block: readonly Listing[]): Promise<void> => {
    for (let from = 0; from < block.length; from += partRows)
      await intake.ingest(sender, block.slice(from, from + partRows), {})
  }
  const close = async (): Promise<void> => {
    await intake.close()
    await store.close()
  }
  if (!hasPortfolios) {
    for (const trigger of triggers) await store.runQueueSql(`drop trigger ${trigger} on listings`)
    return { store, take: send, close }
  }
  // Polled only when asked, after each block, as the server does every few seconds.
  const updates = startPortfolioUpdates({ store, everyMs: 2 ** 31 - 1 })
  return {
    store,
    take: async (block) => {
      await send(block)
      await updates.idle()
    },
    close: async () => {
      await updates.stop()
      await close()
    },
  }
}
