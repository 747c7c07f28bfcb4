import type { Listing } from '@touchstone/contract'
import { openStore } from '@touchstone/server'
import { sql } from 'kysely'
import { asOperator, newKey, newOrganisation, operator } from '../packages/server/test/builders.ts'
import { newApi, newMember } from '../packages/server/test/users.ts'
import { bindMarketplaces } from '../packages/server/src/access/marketplace-bindings/index.ts'
import { starterPackNames } from '../packages/server/src/brands/visibility/index.ts'
import {
  ListingIngest,
  startReassessment,
  type ListingSender,
} from '../packages/server/src/listings/ingest/index.ts'
import { compileEngine, screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import {
  portfolioKnowledge,
  startPortfolioUpdates,
} from '../packages/server/src/sellers/portfolios/index.ts'
import { onBothStores, type Engine } from './fill-stores.ts'
import { percentile } from './percentile.ts'
import { processorClock } from './processor-seconds.ts'

const maxListings = 100_000
const batch = 250
const reads = 20
const brands = ['Prada', 'Gucci', 'Dior', 'Rolex', 'Chanel', 'Hermès', 'Fendi', 'Cartier']

/** One seller with very many listings, most of them cheap goods of several brands. */
export function largeSeller(rows: number, only?: Engine): AsyncGenerator<string> {
  return onBothStores('large-seller', Math.min(rows, maxListings), measure, only)
}

function toListing(at: number): Listing {
  return {
    id: `listing-${at}`,
    title: at % 3 === 0 ? `Wooden spoon ${at}` : `${brands[at % brands.length]} leather bag ${at}`,
    marketplace: 'bazaar',
    condition: 'new',
    price: { amount: (9 + (at % 3000) / 100).toFixed(2), currency: 'USD' },
    seller: { id: 's-1', name: 'Lumira' },
  }
}

async function* measure(config: StoreConfig, rows: number): AsyncGenerator<string> {
  const store = await openStore(config)
  const intake = new ListingIngest({
    store,
    screening: screenInProcess(compileEngine()),
    names: starterPackNames,
    portfolios: portfolioKnowledge(),
  })
  // Polled only when asked, to tell the parts from each other.
  const everyMs = 2 ** 31 - 1
  const updates = startPortfolioUpdates({ store, everyMs })
  const reassessment = startReassessment({ intake, everyMs })
  const app = newApi(store, undefined, {}, { intake, checkAnswers: false })
  try {
    const { id: organisationId } = await newOrganisation(store, 'market')
    const input = { organisation: 'market', marketplaces: ['bazaar'] }
    await asOperator(store, (handle) => bindMarketplaces({ handle, actor: operator, input }))
    const { id } = await newKey(store, 'market')
    const sender: ListingSender = { kind: 'key', id, organisationId, scopes: [] }
    const admin = await newMember(app, store, 'market', 'admin@market.example')
    const processorSeconds = await processorClock(store)
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const began = processorSeconds()
      await work()
      return processorSeconds() - began
    }
    const send = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += batch) {
        const size = Math.min(batch, to - at)
        const listings = Array.from({ length: size }, (_, next) => toListing(at + next))
        await intake.ingest(sender, listings, {})
      }
    }
    const tenth = Math.ceil(rows / 10)
    const each = (seconds: number, listings: number): string =>
      `${((seconds / listings) * 1e6).toFixed(0)} µs`
    yield `A seller of ${rows.toLocaleString('en')} listings, store ${store.engine}, by processor time of server and store:`
    const first = await timed(() => send(0, tenth))
    await send(tenth, rows - tenth)
    const last = await timed(() => send(rows - tenth, rows))
    yield `  a new listing: ${each(first, tenth)} among the first tenth, ${each(last, tenth)} among the last`
    await store.runQueueSql('vacuum analyze')
    const update = await timed(() => updates.idle())
    yield `  the portfolio computed: ${update.toFixed(2)} s`
    const due = await asOperator(store, (handle) =>
      sql<{ count: number }>`select count(*)::int4 as count from judgements_due`.execute(handle),
    )
    const judged = due.rows[0]?.count ?? 0
    reassessment.wake()
    const judging = await timed(() => reassessment.idle())
    yield `  ${judged.toLocaleString('en')} listings assessed again with it: ${each(judging, judged)} each`
    const portfolios = await asOperator(store, (handle) =>
      sql<{ account: string; listings: number }>`
        select seller_account_id as account, listings from seller_portfolios`.execute(handle),
    )
    const [portfolio] = portfolios.rows
    if (portfolio?.listings !== rows)
      throw new Error(`the portfolio has ${portfolio?.listings ?? 'no'} listings`)
    const ofSeller = `/api/v1/seller-accounts/${portfolio.account}/portfolio`
    for (const [name, path] of [
      ['the queue of sellers', '/api/v1/seller-portfolios'],
      ['the portfolio', ofSeller],
      [
        'the newest 50 listings behind its prices',
        `${ofSeller}/listings?fact=seller.portfolio-prices&limit=50`,
      ],
    ] as const) {
      const times: number[] = []
      for (let at = 0; at < reads; at++) {
        const began = performance.now()
        const { status } = await admin.get(path)
        if (status !== 200) throw new Error(`${path}: ${status}`)
        times.push(performance.now() - began)
      }
      yield `  ${name}: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms`
    }
    const peak = process.resourceUsage().maxRSS / 1024
    yield `  peak memory of this process${store.engine === 'embedded' ? ', store included' : ''}: ${peak.toFixed(0)} MiB`
  } finally {
    await updates.stop()
    await reassessment.stop()
    await app.close()
    await intake.close()
    await store.close()
  }
}
