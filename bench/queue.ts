import { writeFileSync } from 'node:fs'
import type { ListingOrder, SignalName, Verdict } from '@touchstone/contract'
import { createApi, openStore, type Store } from '@touchstone/server'
import { personOf, tenantContext } from '../packages/server/test/builders.ts'
import { planOf } from '../packages/server/test/explain.ts'
import { listListings } from '../packages/server/src/listings/queue/index.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { compileEngine, screenInProcess } from '../packages/server/src/listings/screening/index.ts'
import { compileBrandNames } from '../packages/server/src/brands/visibility/index.ts'
import { fill, onBothStores, type Who, type Engine } from './fill-stores.ts'
import { percentile } from './percentile.ts'

const rounds = 100
const warmUps = 10
/** How many pages `pages` reads. */
export const pagesRead = 2 * (rounds + warmUps)
export const pageRows = 50

type Filters = {
  brand?: string
  verdict?: Verdict
  marketplace?: string
  probabilityFrom?: number
  probabilityTo?: number
  language?: string
  signal?: SignalName
  decided?: 'true' | 'false'
}
type View = { name: string; slug: 'market' | 'house'; filters: Filters; sort?: ListingOrder }
const views: View[] = [
  { name: 'a marketplace, all of its listings', slug: 'market', filters: {} },
  { name: 'of one verdict', slug: 'market', filters: { verdict: 'block' } },
  { name: 'of one brand', slug: 'market', filters: { brand: 'gucci' } },
  {
    name: 'of one brand and verdict',
    slug: 'market',
    filters: { brand: 'gucci', verdict: 'block' },
  },
  {
    name: 'of a channel with 1 in 1,000',
    slug: 'market',
    filters: { marketplace: 'rare.example' },
  },
  { name: 'the most probable first', slug: 'market', filters: {}, sort: 'most-probable' },
  {
    name: 'of one brand, most probable first',
    slug: 'market',
    filters: { brand: 'gucci' },
    sort: 'most-probable',
  },
  {
    name: 'between 40 and 41 per cent',
    slug: 'market',
    filters: { probabilityFrom: 0.4, probabilityTo: 0.41 },
  },
  { name: 'of a language with 1 in 500', slug: 'market', filters: { language: 'th' } },
  { name: 'of a signal with 1 in 7', slug: 'market', filters: { signal: 'text' } },
  { name: 'of a signal with 1 in 1,000', slug: 'market', filters: { signal: 'review' } },
  { name: 'undecided', slug: 'market', filters: { decided: 'false' } },
  {
    name: 'undecided, 9 of 10 being decided',
    slug: 'market',
    filters: { decided: 'false', verdict: 'block' },
  },
  {
    name: 'the same of one brand',
    slug: 'market',
    filters: { decided: 'false', verdict: 'block', brand: 'prada' },
  },
  {
    name: 'of all filters at once',
    slug: 'market',
    filters: {
      verdict: 'block',
      brand: 'gucci',
      language: 'en',
      signal: 'text',
      probabilityFrom: 0.9,
      decided: 'true',
    },
    sort: 'most-probable',
  },
  {
    name: 'of a language that none states',
    slug: 'market',
    filters: { language: 'xx' },
  },
  { name: 'a rights holder, all in its sight', slug: 'house', filters: {} },
  { name: 'of one verdict', slug: 'house', filters: { verdict: 'block' } },
  { name: 'of one brand', slug: 'house', filters: { brand: 'prada' } },
  { name: 'of a channel with 1 in 1,000', slug: 'house', filters: { marketplace: 'rare.example' } },
  { name: 'the most probable first', slug: 'house', filters: {}, sort: 'most-probable' },
  { name: 'of a language with 1 in 500', slug: 'house', filters: { language: 'th' } },
  { name: 'of a signal with 1 in 7', slug: 'house', filters: { signal: 'text' } },
  {
    name: 'undecided, from 90 per cent',
    slug: 'house',
    filters: { decided: 'false', probabilityFrom: 0.9 },
  },
]

/** Pages of the queue, as the server answers them, over many listings on both stores. */
export function queue(rows: number, only?: Engine): AsyncGenerator<string> {
  return onBothStores('queue', rows, queueOn, only)
}

async function* queueOn(config: StoreConfig, rows: number): AsyncGenerator<string> {
  const store = await openStore(config)
  const app = createApi({ store, screening: screenInProcess(compileEngine()) })
  try {
    const who = await fill(store, rows)
    yield `Queue of ${rows.toLocaleString('en')} judged offers, pages of ${pageRows}, store ${store.engine}:`
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    for (const { name, slug, filters, sort } of views) {
      const query = { ...filters, ...(sort && { sort }) }
      const { first, later } = await pages(`${url}/api/v1/listings`, who[slug].key, query)
      yield `  ${name.padEnd(34)} first page ${both(first)}${later.length > 0 ? `; further ones ${both(later)}` : ''}`
    }
    for (const address of ['overview/trends', 'overview/work']) {
      const [first = 0, ...again] = await answers(`${url}/api/v1/${address}`, who.market.key)
      yield `  ${address.padEnd(34)} the first time ${first.toFixed(0)} ms; again ${both(again)}`
    }
    const plans = `bench/plans/queue-${store.engine}.txt`
    writeFileSync(plans, await plansOf(store, who))
    yield `  the plans are in ${plans}`
  } finally {
    await app.close()
    await store.close()
  }
}

type Times = { first: number[]; later: number[] }

/** Polls the overview until it is complete, and then measures it repeatedly. */
async function answers(address: string, key: string): Promise<number[]> {
  const times: number[] = []
  while (times.length < 20) {
    const began = performance.now()
    const response = await fetch(address, { headers: { authorization: `Bearer ${key}` } })
    const answer = await response.text()
    if (!response.ok) throw new Error(answer)
    times.push(performance.now() - began)
  }
  return times
}

type Query = Filters & { sort?: ListingOrder }

/** Times of first and further pages. */
export async function pages(address: string, key: string, filters: Query): Promise<Times> {
  const times: Times = { first: [], later: [] }
  let after: string | null = null
  for (let round = -warmUps; round < rounds; round++) {
    for (const place of [null, after]) {
      const query = new URLSearchParams({ limit: String(pageRows) })
      for (const [name, value] of Object.entries(filters)) query.set(name, String(value))
      if (place !== null) query.set('after', place)
      const began = performance.now()
      const response = await fetch(`${address}?${query.toString()}`, {
        headers: { authorization: `Bearer ${key}` },
      })
      const answer = (await response.json()) as { items: unknown[]; next: string | null }
      if (!response.ok) throw new Error(JSON.stringify(answer))
      if (round >= 0) times[place === null ? 'first' : 'later'].push(performance.now() - began)
      after = answer.next
    }
  }
  return times
}

export const both = (values: readonly number[]): string =>
  `p50 ${percentile(values, 0.5).toFixed(1)} ms, p95 ${percentile(values, 0.95).toFixed(1)} ms`

const organisationIds = /(?<=')[0-9a-f-]{36}(?=')/g

async function plansOf(store: Store, who: Who): Promise<string> {
  const names = compileBrandNames({ brands: [] })
  const parts: string[] = []
  for (const { name, slug, filters: given, sort: order = 'newest' } of views) {
    const { decided, ...rest } = given
    const filters = { ...rest, ...(decided && { decided: decided === 'true' }) }
    const plan = await store.transact(tenantContext(who[slug].id), (handle) =>
      planOf(
        handle,
        (noting) =>
          listListings({
            handle: noting,
            actor: personOf(who[slug].id),
            names,
            engine: 'test',
            input: { limit: pageRows, filters, order },
          }),
        '(analyze, costs off, timing off, summary off, buffers off)',
      ),
    )
    parts.push(`## ${slug}: ${name}\n\n${plan.replace(organisationIds, '<organisation>')}\n`)
  }
  return parts.join('\n')
}
