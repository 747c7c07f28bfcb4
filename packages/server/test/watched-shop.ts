import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/**
 * When a request came and when its answer was complete at the earliest, in milliseconds of this process; the bytes of
 * the answer.
 */
export type Asked = { path: string; agent: string; at: number; until: number; bytes: number }

export type ShopServer = { origin: string; asked: Asked[]; close(): void }

/** A site on loopback that notes who asks when. */
export async function openShop(answer: Answer): Promise<ShopServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const { url = '', headers, socket } = request
    const before = socket.bytesWritten
    const entry: Asked = {
      path: url,
      agent: headers['user-agent'] ?? '',
      at: performance.now(),
      until: Infinity,
      bytes: 0,
    }
    asked.push(entry)
    response.on('close', () => {
      entry.until = Math.min(entry.until, performance.now())
      entry.bytes = socket.bytesWritten - before
    })
    void answer(request, response)
    // Whoever asked may have it long before this process notices.
    if (response.writableEnded) entry.until = entry.at
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A shop of plain pages with these lines of robots.txt; `pages` answers what is not plain. */
export function openPlainShop(
  robots: string,
  pages: Record<string, Answer> = {},
): Promise<ShopServer> {
  return openShop((request, response) => {
    const own = pages[request.url ?? '']
    if (own !== undefined) void own(request, response)
    else if (request.url === '/robots.txt') response.end(robots)
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Goods</h1>')
  })
}

/** The time between each request and the end of the one before. */
export function gapsOf({ asked }: ShopServer): number[] {
  return asked.slice(1).map(({ at }, index) => at - asked[index]!.until)
}

/**
 * A shop whose sitemap names pages of goods, each with one bag; some are closed by its robots.txt, and some are
 * answered only once a promise is fulfilled.
 */
export function openGoodsShop({
  goods,
  closed = [],
  heldBack = {},
}: {
  goods: number
  closed?: readonly string[]
  heldBack?: Record<string, Promise<void>>
}): Promise<ShopServer> {
  const rules = closed.map((path) => `Disallow: ${path}`).join('\n')
  return openShop(async ({ url = '', headers }, response) => {
    if (heldBack[url] !== undefined) await heldBack[url]
    const origin = `http://${headers.host ?? ''}`
    const [, number] = /^\/product\/(\d+)$/.exec(url) ?? []
    if (url === '/robots.txt') {
      response.end(`User-agent: *\n${rules}\nSitemap: ${origin}/sitemap.xml`)
    } else if (url === '/sitemap.xml') {
      const pages = Array.from({ length: goods }, (_, at) => `${origin}/product/${at + 1}`)
      const entries = pages.map((page) => `<url><loc>${page}</loc></url>`).join('')
      response.writeHead(200, { 'content-type': 'application/xml' })
      response.end(`<urlset>${entries}</urlset>`)
    } else if (number !== undefined && Number(number) <= goods) {
      const offers = { '@type': 'Offer', price: '20', priceCurrency: 'EUR' }
      const product = { '@type': 'Product', sku: `bag-${number}`, name: `Bag ${number}`, offers }
      const data = JSON.stringify({ '@context': 'https://schema.org', ...product })
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(`<html><script type="application/ld+json">${data}</script></html>`)
    } else response.writeHead(404).end()
  })
}
