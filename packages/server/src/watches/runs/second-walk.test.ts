import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShopServer } from '../../../test/watched-shop.ts'
import { connectors } from '../connectors/index.ts'
import { Gate, ownTurns } from '../gate/index.ts'
import type { Observation, VisitMemory } from '../listing-history/index.ts'
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

let gate: Gate
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
})
afterAll(() => shop.close())

/** Remembers what it is told, in the order of the site. */
class Remembered implements VisitMemory {
  readonly pages = new Map<string, Observation | undefined>()
  recall = async (url: string) => {
    const { etag = '', lastModified = '' } = this.pages.get(url) ?? {}
    return { etag, lastModified }
  }
  sitemaps = async () =>
    [...this.pages].flatMap(([url, page]) => (page?.kind === 'sitemap' ? [url] : []))
  async *addresses() {
    for (const [url, page] of this.pages) if (page?.kind !== 'sitemap') yield url
  }
  note(observation: Observation): void {
    const { url, status, leadsTo = [] } = observation
    if (status === 'seen') this.pages.set(url, observation)
    for (const address of leadsTo) {
      if (!this.pages.has(address.url)) this.pages.set(address.url, undefined)
    }
  }
}

type Walked = WalkReport & { statuses: string[]; titles: string[]; sent: number }

async function walk(memory: Remembered): Promise<Walked> {
  const statuses: string[] = []
  const found: string[] = []
  const before = shop.asked.length
  const report = await walkSite({
    gate,
    connector: connectors.shop(),
    url: shop.origin,
    spending: new Spending({ budget: { requests: 20, bytes: 1_000_000, seconds: 60 } }),
    holder: '',
    signal: new AbortController().signal,
    memory,
    onListing: async ({ title }) => void found.push(title),
    onVisited: async (observations) => {
      for (const observation of observations) memory.note(observation)
      statuses.push(...observations.map(({ status }) => status))
    },
  })
  await expect.poll(() => shop.asked.every(({ until }) => Number.isFinite(until))).toBe(true)
  const sent = shop.asked.slice(before).reduce((sum, { bytes }) => sum + bytes, 0)
  return { ...report, statuses, titles: found, sent }
}

test('a site is walked again for a fraction of the bytes, and only what changed is read', async () => {
  const memory = new Remembered()
  const first = await walk(memory)
  expect(first.titles.sort()).toEqual(['Bag a', 'Bag b', 'Bag c', 'Bag d'])
  const again = await walk(memory)
  expect(again).toMatchObject({ unchanged: 5, listings: 0, requests: 5, stoppedBy: 'end' })
  expect(again.bytes).toBe(0)
  // As sent by the server, headers included.
  expect(again.sent / first.sent).toBeLessThan(0.15)
  titles.set('b', 'Bag b, second hand')
  const third = await walk(memory)
  expect(third.titles).toEqual(['Bag b, second hand'])
  expect(third).toMatchObject({ unchanged: 4, listings: 1 })
})
