import { createApi, openStore, type Store } from '@touchstone/server'
import { sql } from 'kysely'
import { writeFileSync } from 'node:fs'
import { asOperator, personOf, tenantContext } from '../packages/server/test/builders.ts'
import { planOf } from '../packages/server/test/explain.ts'
import { fillSellers } from '../packages/server/test/listings.ts'
import { compileBrandNames } from '../packages/server/src/brands/visibility/index.ts'
import { listListings } from '../packages/server/src/listings/queue/index.ts'
import { compileEngine, screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { sellerPriorReader } from '../packages/server/src/sellers/seller-priors/index.ts'
import { fill, onBothStores, type Engine, type Who } from './fill-stores.ts'
import { processorClock } from './processor-seconds.ts'
import { both, pages, pageRows, pagesRead } from './queue.ts'

/** Listings of a seller. */
const ofSeller = 100
const decidedByHouse = 2000

type View = {
  name: string
  slug: 'market' | 'house'
  filters: { verdict?: 'review'; brand?: string }
}
const views: View[] = [
  { name: 'a marketplace, all of its listings', slug: 'market', filters: {} },
  { name: 'of one verdict', slug: 'market', filters: { verdict: 'review' } },
  { name: 'of one brand', slug: 'market', filters: { brand: 'gucci' } },
  { name: 'a rights holder, all in its sight', slug: 'house', filters: {} },
  { name: 'of one verdict', slug: 'house', filters: { verdict: 'review' } },
]

/** The queue in the order of probability and decisions, after decisions on hundreds of sellers, on both stores. */
export function learned(rows: number, only?: Engine): AsyncGenerator<string> {
  return onBothStores('learned', rows, learnedOn, only)
}

async function* learnedOn(config: StoreConfig, rows: number): AsyncGenerator<string> {
  const store = await openStore(config)
  const app = createApi({ store, screening: screenInProcess(compileEngine()) })
  try {
    const who = await fill(store, rows)
    const sellers = Math.ceil(rows / ofSeller)
    await fillSellers(store, who.market.id, sellers)
    await decideFor(store, who.house.id)
    await store.runQueueSql('vacuum analyze')
    yield `Learned order of ${rows.toLocaleString('en')} listings of ${sellers.toLocaleString('en')} sellers, pages of ${pageRows}, store ${store.engine}:`
    const processorSeconds = await processorClock(store)
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    for (const { name, slug, filters } of views) {
      for (const sort of ['learned', 'most-probable'] as const) {
        const began = processorSeconds()
        const { first, later } = await pages(`${url}/api/v1/listings`, who[slug].key, {
          ...filters,
          sort,
        })
        const each = ((processorSeconds() - began) * 1000) / pagesRead
        yield `  ${`${name}, ${sort}`.padEnd(50)} first page ${both(first)}; further ones ${both(later)}; processor time ${each.toFixed(0)} ms each`
      }
    }
    const plans = `bench/plans/learned-${store.engine}.txt`
    writeFileSync(plans, await plansOf(store, who))
    yield `  the plans are in ${plans}`
  } finally {
    await app.close()
    await store.close()
  }
}

/** Decisions of a rights holder on listings that it sees. */
async function decideFor(store: Store, organisationId: string): Promise<void> {
  await asOperator(store, (handle) =>
    sql`
      insert into decisions (id, organisation_id, listing_id, version, verdict, source, decided_at,
        actor_kind, actor_id)
      select md5(listing_id::text || brand_id || 'house')::uuid, ${organisationId}::uuid, listing_id, 1,
        'counterfeit', 'rights-holder', first_seen_at, 'operator', 'test'
      from listing_mentions where brand_id in ('gucci', 'prada') and confidence >= 0.9
      order by first_seen_at desc limit ${decidedByHouse}`.execute(handle),
  )
}

const ids = /\{[0-9a-f-]{36}(?:,[0-9a-f-]{36})*\}/g
const organisationIds = /(?<=')[0-9a-f-]{36}(?=')/g

/** The statement that finds the places of the decided sellers' listings. */
async function plansOf(store: Store, who: Who): Promise<string> {
  const names = compileBrandNames({ brands: [] })
  const readPriors = sellerPriorReader({ clock: Date.now })
  const parts: string[] = []
  for (const { name, slug, filters } of views) {
    const input = { limit: pageRows, filters, order: 'learned' } as const
    const plan = await store.transact(tenantContext(who[slug].id), (handle) =>
      planOf(
        handle,
        (noting) =>
          listListings({
            handle: noting,
            actor: personOf(who[slug].id),
            names,
            engine: 'test',
            readPriors,
            input,
          }),
        '(analyze, costs off, timing off, summary off, buffers off)',
        'as "impossiblePrice"',
      ),
    )
    const shortened = plan.replace(ids, '{<listings>}').replace(organisationIds, '<organisation>')
    parts.push(`## ${slug}: ${name}\n\n${shortened}\n`)
  }
  return parts.join('\n')
}
