import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { openShop, type ShopServer } from '../../../test/watched-shop.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { connectors } from '../connectors/index.ts'
import { Gate, ownTurns } from '../gate/index.ts'
import { recordObservations, visitMemory } from '../listing-history/index.ts'
import { Spending, walkSite, type WalkReport } from './index.ts'

/** A shop that says of each page when and whether it changed. */
let shop: ShopServer
const titles = new Map(['a', 'b', 'c', 'd'].map((id) => [id, `Bag ${id}`]))
const filler = Array.from({ length: 400 }, (_, at) => `<p>Paragraph ${at * 7919} of the shop</p>`)

function pageOf(path: string): string | undefined {
  if (path === '/robots.txt') return ''
  if (path === '/sitemap.xml') {
    const urls = [...titles.keys()].map((id) => `<url><loc>${shop.origin}/item/${id}</loc></url>`)
    return `<urlset>${urls.join('')}</urlset>`
  }
  const id = path.slice('/item/'.length)
  const title = titles.get(id)
  if (title === undefined) return undefined
  const product = JSON.stringify({ '@type': 'Product', sku: id, name: title })
  return `<script type="application/ld+json">${product}</script>${filler.join('')}`
}

onOneEngine((engine) => {
  let store: Store
  let gate: Gate
  let watch: { id: string; organisationId: string }
  beforeAll(async () => {
    shop = await openShop((request, response) => {
      const page = pageOf(request.url ?? '')
      if (page === undefined) return void response.writeHead(404).end()
      const etag = `"${createHash('sha256').update(page).digest('hex')}"`
      response.setHeader('etag', etag)
      response.setHeader('content-type', request.url?.endsWith('.xml') ? 'text/xml' : 'text/html')
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
      else response.end(page)
    })
    const { hostname: host, port } = new URL(shop.origin)
    gate = new Gate({
      turns: ownTurns(),
      agent: { token: 'Touchstone', userAgent: 'Touchstone/test' },
      outbound: { allow: [{ host, port: Number(port) }] },
    })
    store = await openStore(await engine.newStore())
    const { id } = await newOrganisation(store, 'house')
    watch = await newWatchRow(store, id)
  })
  afterAll(async () => {
    shop.close()
    await store?.close()
  })

  type Walked = WalkReport & { toIngest: string[]; sent: number }

  async function walk(day: number): Promise<Walked> {
    const toIngest: string[] = []
    const before = shop.asked.length
    const at = new Date(Date.parse('2026-01-01T00:00:00Z') + day * 24 * 3_600_000)
    const run = randomUUID()
    const report = await walkSite({
      gate,
      connector: connectors.shop(),
      url: shop.origin,
      spending: new Spending({ budget: { requests: 20, bytes: 1_000_000, seconds: 60 } }),
      holder: '',
      signal: new AbortController().signal,
      memory: visitMemory({ store, watch, requestsPerDay: 20, now: () => at }),
      onListing: async () => undefined,
      onVisited: async (observations) => {
        const listings = await asOperator(store, (handle) =>
          recordObservations({ handle, watch, run, observations, at }),
        )
        toIngest.push(...listings.map(({ title }) => title))
      },
    })
    await expect.poll(() => shop.asked.every(({ until }) => Number.isFinite(until))).toBe(true)
    const sent = shop.asked.slice(before).reduce((sum, { bytes }) => sum + bytes, 0)
    return { ...report, toIngest: toIngest.sort(), sent }
  }

  test('a site is walked again for a fraction of the bytes, and only what changed is ingested', async () => {
    const first = await walk(0)
    expect(first.toIngest).toEqual(['Bag a', 'Bag b', 'Bag c', 'Bag d'])
    const again = await walk(70)
    expect(again).toMatchObject({ unchanged: 5, listings: 0, requests: 5, stoppedBy: 'end' })
    expect(again.toIngest).toEqual([])
    expect(again.bytes).toBe(0)
    // As sent by the server, headers included.
    expect(again.sent / first.sent).toBeLessThan(0.15)
    titles.set('b', 'Bag b, second hand')
    const third = await walk(140)
    expect(third).toMatchObject({ unchanged: 4, listings: 1, toIngest: ['Bag b, second hand'] })
    // Walked again at once, nothing is due but the sitemap.
    expect(await walk(140)).toMatchObject({ unchanged: 1, requests: 1, toIngest: [] })
  })
})
