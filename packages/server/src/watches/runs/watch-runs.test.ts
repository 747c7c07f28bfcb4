import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openGoodsShop, openShop, type ShopServer } from '../../../test/watched-shop.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { ListingIngest } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { connectors, type Connector } from '../connectors/index.ts'
import { listWatchedListings, type WatchedListingEntry } from '../listing-history/index.ts'
import { startWatchRuns, type WatchRuns } from './index.ts'

onOneEngine((engine) => {
  let store: Store
  let intake: ListingIngest
  const open: { close(): void }[] = []
  const running: WatchRuns[] = []
  const faults: unknown[] = []

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
  })
  afterEach(async () => {
    for (const runs of running.splice(0)) await runs.stop()
    for (const shop of open.splice(0)) shop.close()
    expect(faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await intake?.close()
    await store?.close()
  })

  const start = (shop: ShopServer, connector?: () => Connector): WatchRuns => {
    open.push(shop)
    const { hostname: host, port } = new URL(shop.origin)
    const runs = startWatchRuns({
      store,
      intake,
      agent: { token: 'Touchstone', userAgent: 'Touchstone/test' },
      sealer: sealerOf(Buffer.alloc(32, 7)),
      outbound: { allow: [{ host, port: Number(port) }] },
      onFault: (error) => void faults.push(error),
      pollMilliseconds: 50,
      ...(connector && { connector }),
    })
    running.push(runs)
    return runs
  }
  const watchOf = async (shop: ShopServer): Promise<{ id: string; organisationId: string }> => {
    const { id } = await newOrganisation(store, `house-${randomUUID().slice(0, 8)}`)
    return newWatchRow(store, id, { site: shop.origin })
  }
  type Run = {
    endedBy: string | null
    seen: number
    fresh: number
    forbidden: number
    charged: number
    requests: number | null
  }
  const runOf = async (watch: { id: string }): Promise<Run | undefined> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<Run>`
        select ended_by as "endedBy", seen_listings as seen, new_listings as fresh,
          forbidden_errors as forbidden, charged_requests as charged,
          (select sum(requests)::int from watch_usage u where u.run_id = r.id) as requests
        from watch_runs r where watch_id = ${watch.id}::uuid`.execute(handle),
    )
    return rows[0]
  }

  test('a due watch walks its site, and its listings are the organisation’s', async () => {
    const shop = await openGoodsShop({ goods: 2, closed: ['/product/2'] })
    const watch = await watchOf(shop)
    start(shop)
    await expect.poll(async () => (await runOf(watch))?.endedBy).toBe('end')
    const run = (await runOf(watch))!
    expect(run).toMatchObject({ seen: 1, fresh: 1, forbidden: 1 })
    // The gate counts each request, and the day is charged with no more.
    expect([run.requests, run.charged]).toEqual([shop.asked.length, shop.asked.length])
    const { rows } = await asOperator(store, (handle) =>
      sql<{ owner: string; title: string; source: string; sender: string; listings: number }>`
        select l.organisation_id as owner, v.content ->> 'title' as title,
          v.content -> 'sources' -> 0 ->> 'kind' as source, v.ingested_by_id as sender,
          u.listings
        from watch_sightings s join listings l on l.id = s.listing_id
        join listing_versions v on v.listing_id = l.id
        join watch_usage u on u.watch_id = s.watch_id
        where s.watch_id = ${watch.id}::uuid`.execute(handle),
    )
    expect(rows).toEqual([
      {
        owner: watch.organisationId,
        title: 'Bag 1',
        source: 'watch',
        sender: watch.id,
        listings: 1,
      },
    ])
    const listed = (finds: boolean): Promise<WatchedListingEntry[]> =>
      store.transact(tenantContext(watch.organisationId), (handle) =>
        listWatchedListings(handle, { watch: watch.id, finds, limit: 10 }),
      )
    expect(await listed(true)).toEqual([])
    expect(await listed(false)).toMatchObject([{ title: 'Bag 1', verdict: 'clear' }])
  })

  test('a run ends by the switch of its watch before the next request, and keeps what it found', async () => {
    const shop = await openGoodsShop({ goods: 20 })
    const watch = await watchOf(shop)
    start(shop)
    await expect.poll(async () => (await runOf(watch))?.seen).toBeGreaterThan(0)
    await asOperator(store, (handle) =>
      sql`update watches set stopped = true where id = ${watch.id}::uuid`.execute(handle),
    )
    const asked = shop.asked.length
    await expect.poll(async () => (await runOf(watch))?.endedBy).toBe('stopped')
    // One request may have begun at that moment.
    expect(shop.asked.length).toBeLessThanOrEqual(asked + 1)
    const run = (await runOf(watch))!
    expect(run.charged).toBe(run.requests)
  })

  test('a process that ends leaves its run to the next one, which continues with the next page', async () => {
    const { promise: ended, resolve: goOn } = Promise.withResolvers<void>()
    const shop = await openGoodsShop({ goods: 3, heldBack: { '/product/2': ended } })
    const watch = await watchOf(shop)
    const first = start(shop)
    await expect.poll(async () => (await runOf(watch))?.seen).toBeGreaterThan(0)
    await first.stop()
    goOn()
    expect((await runOf(watch))?.endedBy).toBeNull()
    start(shop)
    await expect.poll(async () => (await runOf(watch))?.endedBy).toBe('end')
    const run = (await runOf(watch))!
    expect(run).toMatchObject({ fresh: 3 })
    expect(run.requests).toBeGreaterThanOrEqual(shop.asked.length)
  })

  test('a find that changed is captured once, as often as the day allows', async () => {
    let price = 40
    const page = (name: string): string => {
      const offers = { '@type': 'Offer', price: String(price), priceCurrency: 'EUR' }
      const product = { '@type': 'Product', sku: name, name: `${name} 1:1 replica`, offers }
      return `<script type="application/ld+json">${JSON.stringify(product)}</script>`
    }
    const shop = await openShop(({ url = '', headers }, response) => {
      const origin = `http://${headers.host ?? ''}`
      response.setHeader('content-type', url.endsWith('xml') ? 'application/xml' : 'text/html')
      if (url === '/robots.txt') response.end(`Sitemap: ${origin}/sitemap.xml`)
      else if (url === '/sitemap.xml') {
        const entries = ['a', 'b'].map((name) => `<url><loc>${origin}/${name}</loc></url>`)
        response.end(`<urlset>${entries.join('')}</urlset>`)
      } else response.end(page(`Gucci bag ${url.slice(1)}`))
    })
    const watch = await watchOf(shop)
    const operate = (query: ReturnType<typeof sql>) =>
      asOperator(store, (handle) => query.execute(handle))
    await operate(sql`update watches set day_captures = 1 where id = ${watch.id}::uuid`)
    const runsEnded = async (): Promise<number> => {
      const { rows } = await asOperator(store, (handle) =>
        sql`select from watch_runs where watch_id = ${watch.id}::uuid and ended_by = 'end'`.execute(
          handle,
        ),
      )
      return rows.length
    }
    const runAgain = async (): Promise<void> => {
      const before = await runsEnded()
      await operate(sql`update watch_pages set due_at = now() where watch_id = ${watch.id}::uuid`)
      await operate(sql`update watches set requested_at = now() where id = ${watch.id}::uuid`)
      await expect.poll(runsEnded).toBe(before + 1)
    }
    const captured = async (): Promise<unknown[]> => {
      const { rows } = await asOperator(store, (handle) =>
        sql`
          select w.rule, c.state, c.operator, c.url, c.requested_by_id as by
          from watch_captures w join captures c on c.id = w.capture_id
          where w.watch_id = ${watch.id}::uuid`.execute(handle),
      )
      return rows
    }
    start(shop)
    await expect.poll(runsEnded).toBe(1)
    const finds = await store.transact(tenantContext(watch.organisationId), (handle) =>
      listWatchedListings(handle, { watch: watch.id, finds: true, limit: 10 }),
    )
    expect(finds).toHaveLength(2)
    expect(await captured()).toEqual([])
    price = 35
    await runAgain()
    // Two changed, and one may be captured a day.
    const one = {
      rule: 'changed',
      state: 'waiting',
      operator: 'Touchstone',
      url: expect.stringMatching(/\/[ab]$/),
      by: 'watches',
    }
    expect(await captured()).toEqual([one])
    await operate(sql`update watches set day_captures = 10 where id = ${watch.id}::uuid`)
    await runAgain()
    // The one that was captured is as it was then; the other changed before this run, as the history says.
    expect(await captured()).toHaveLength(1)
    price = 30
    await runAgain()
    expect(await captured()).toHaveLength(3)
  })

  test('the fee of each call counts in the ledger and ends the run before its budget is exceeded', async () => {
    const shop = await openGoodsShop({ goods: 20 })
    const watch = await watchOf(shop)
    await asOperator(store, (handle) =>
      sql`update watches set run_cost = 0.6 where id = ${watch.id}::uuid`.execute(handle),
    )
    start(shop, () => ({ ...connectors.shop(), feePerCall: 0.25 }))
    await expect.poll(async () => (await runOf(watch))?.endedBy).toBe('cost')
    // The site charges for its sitemap and a page; nobody charges for robots.txt.
    expect(shop.asked.map(({ path }) => path)).toEqual([
      '/robots.txt',
      '/sitemap.xml',
      expect.stringMatching(/^\/product\//),
    ])
    const { rows } = await asOperator(store, (handle) =>
      sql<{ fees: number; charged: number }>`
        select u.fees, r.charged_cost as charged
        from watch_usage u join watch_runs r on r.id = u.run_id
        where u.watch_id = ${watch.id}::uuid`.execute(handle),
    )
    expect(rows).toEqual([{ fees: 0.5, charged: 0.5 }])
  })
})
