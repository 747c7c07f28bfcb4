import { afterEach, expect, test } from 'vitest'
import { openPlainShop, type ShopServer } from '../../../test/watched-shop.ts'
import { connectors, type Connector } from '../connectors/index.ts'
import { Gate, ownTurns, VisitError } from '../gate/index.ts'
import { Spending, walkSite, type Budget, type WalkReport } from './index.ts'

const open: ShopServer[] = []
afterEach(() => {
  for (const shop of open.splice(0)) shop.close()
})

const budget: Budget = { requests: 10, bytes: 1_000_000, seconds: 60 }

/** A connector that visits these paths and finds a listing on each page. */
function visiting(paths: readonly string[]): Connector {
  return {
    name: 'paths',
    needs: 'nothing',
    hosts: 'its own',
    terms: 'none',
    searches: false,
    async *search({ url }) {
      for (const path of paths) yield { url: `${url}${path}` }
    },
    visit: async (site, url) => {
      const visited = await site.visit({ url, accept: '*/*', bytes: 100_000 }, async ({ body }) => {
        let size = 0
        for await (const part of body) size += part.length
        return size
      })
      if (visited.kind !== 'page') return visited
      const listing = { id: new URL(url).pathname, title: `${visited.value} bytes` }
      return { ...visited, value: { rows: [{ listing }], leadsTo: [] } }
    },
    isWorthwhile: () => true,
  }
}

async function walked(
  shop: ShopServer,
  connector: Connector,
  more: Partial<Budget> = {},
  signal = new AbortController().signal,
): Promise<WalkReport & { ids: string[] }> {
  open.push(shop)
  const { hostname: host, port } = new URL(shop.origin)
  const gate = new Gate({
    turns: ownTurns(),
    agent: { token: 'Touchstone', userAgent: 'Touchstone/test' },
    outbound: { allow: [{ host, port: Number(port) }] },
  })
  const ids: string[] = []
  const report = await walkSite({
    gate,
    connector,
    url: shop.origin,
    spending: new Spending({ budget: { ...budget, ...more } }),
    holder: '',
    signal,
    onListing: async ({ id }) => void ids.push(id),
  })
  return { ...report, ids }
}

test('the budget of requests counts robots.txt and is never exceeded', async () => {
  const shop = await openPlainShop('')
  const report = await walked(shop, visiting(['/1', '/2', '/3']), { requests: 2 })
  expect(report).toMatchObject({ stoppedBy: 'requests', requests: 2, ids: ['/1'] })
  expect(shop.asked.length).toBe(2)
})

test('the budgets of bytes and processor seconds stop before the next request', async () => {
  const page = 'a'.repeat(3000)
  const pages = {
    '/1': (_: unknown, response: { end(text: string): unknown }) => void response.end(page),
  }
  const bytes = await openPlainShop('', pages)
  const report = await walked(bytes, visiting(['/1', '/2']), { bytes: 3000 })
  expect(report).toMatchObject({ stoppedBy: 'bytes', ids: ['/1'], bytes: 3000 })
  const seconds = await openPlainShop('')
  expect((await walked(seconds, visiting(['/1']), { seconds: 0 })).stoppedBy).toBe('seconds')
  expect(seconds.asked).toEqual([])
})

test('a listing that is found again is passed on once, and what is gone or closed is counted', async () => {
  const shop = await openPlainShop('User-agent: *\nDisallow: /closed', {
    '/gone': (_, response) => void response.writeHead(410).end(),
  })
  const report = await walked(shop, visiting(['/1', '/1', '/gone', '/closed']))
  expect(report).toMatchObject({
    stoppedBy: 'end',
    ids: ['/1'],
    listings: 1,
    gone: 1,
    errors: { forbidden: 1, blocked: 0, permanent: 0, retryable: 0 },
  })
})

test('a refusal ends the walk, and a site that is to be left alone says until when', async () => {
  const refusing = await openPlainShop('', {
    '/1': (_, response) => void response.writeHead(403).end(),
  })
  expect(await walked(refusing, visiting(['/1', '/2']))).toMatchObject({
    stoppedBy: 'blocked',
    ids: [],
  })
  const pausing = await openPlainShop('', {
    '/1': (_, response) => void response.writeHead(503, { 'retry-after': '3600' }).end(),
  })
  const report = await walked(pausing, visiting(['/1', '/2']))
  expect(report.stoppedBy).toBe('pause')
  expect(report.retryAt!.getTime() - Date.now()).toBeGreaterThan(3_500_000)
  expect(pausing.asked.map(({ path }) => path)).toEqual(['/robots.txt', '/1'])
})

test('a connector that fails with another error, or a person who stops, ends the walk', async () => {
  const shop = await openPlainShop('')
  const failing = { ...visiting(['/1']), visit: () => Promise.reject(new RangeError('its own')) }
  await expect(walked(shop, failing)).rejects.toThrow('its own')
  const stop = new AbortController()
  const stopping = {
    ...visiting(['/1', '/2']),
    visit: async () => {
      stop.abort()
      throw new VisitError('retryable', shop.origin, 'stopped')
    },
  }
  expect((await walked(shop, stopping, {}, stop.signal)).stoppedBy).toBe('signal')
})

test('of a page without an end at most 16 MiB are received, and the walk goes on', async () => {
  const product =
    '<script type="application/ld+json">{"@type":"Product","sku":"1","name":"Bag"}</script>'
  const shop = await openPlainShop('', {
    '/sitemap.xml': (_, response) => {
      const urls = ['endless', 'item'].map((path) => `<url><loc>${shop.origin}/${path}</loc></url>`)
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(`<urlset>${urls.join('')}</urlset>`)
    },
    '/endless': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      const part = Buffer.alloc(64 * 1024, 'a')
      const send = (): void => {
        while (!response.destroyed && response.write(part));
      }
      response.on('drain', send)
      send()
    },
    '/item': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(product)
    },
  })
  const report = await walked(shop, connectors.shop(), { bytes: 100_000_000 })
  expect(report).toMatchObject({ stoppedBy: 'end', ids: ['1'], errors: { permanent: 1 } })
  // What came with the packet that was too much counts, too.
  expect(report.bytes).toBeLessThan(16 * 1024 * 1024 + 128 * 1024)
})
