import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { runCliProcess } from './run-cli.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

// The tests run at once, since each waits for the pauses of its own site.

/** A site with these pages; others are not found. */
async function openSite(pages: (origin: string) => Record<string, string | Answer>) {
  const asked: { path: string; agent: string; at: number }[] = []
  let known: Record<string, string | Answer> = {}
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push({ path, agent: request.headers['user-agent'] ?? '', at: Date.now() })
    const page = known[path]
    if (page === undefined) response.writeHead(404).end()
    else if (typeof page === 'string')
      response.writeHead(200, { 'content-type': typeOf(path) }).end(page)
    else page(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  known = pages(`http://${host}`)
  return { origin: `http://${host}`, host, asked, paths: () => asked.map(({ path }) => path) }
}

const typeOf = (path: string): string =>
  path.endsWith('.xml')
    ? 'application/xml'
    : path.endsWith('.txt')
      ? 'text/plain'
      : 'text/html; charset=utf-8'

const product = (id: string, title = 'Bag'): string =>
  `<script type="application/ld+json">${JSON.stringify({
    '@type': 'Product',
    sku: id,
    name: title,
    offers: { '@type': 'Offer', price: '40', priceCurrency: 'EUR' },
  })}</script>`

async function tried(site: { host: string }, ...args: string[]) {
  const ran = await runCliProcess(['watch', 'try', '--out', '-', ...args], {
    env: { OUTBOUND_ALLOW: site.host },
  })
  const lines = ran.out.split('\n').filter((line) => line !== '')
  return { ...ran, listings: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test.concurrent('a shop is walked by its sitemap, politely and within the budget', async () => {
  const site = await openSite((origin) => ({
    '/robots.txt': `User-agent: *\nDisallow: /item/secret\nSitemap: ${origin}/index.xml`,
    '/index.xml': `<sitemapindex><sitemap><loc>${origin}/map.xml</loc></sitemap><sitemap><loc>http://other.example/map.xml</loc></sitemap></sitemapindex>`,
    '/map.xml': `<urlset>${['about', 'item/1', 'item/secret', 'item/2', 'item/gone', 'item/3']
      .map((path) => `<url><loc>${origin}/${path}</loc></url>`)
      .join('')}<url><loc>http://169.254.169.254/latest</loc></url></urlset>`,
    '/about': '<h1>About us</h1>',
    '/item/1': product('1', 'Größe M'),
    '/item/2': product('2'),
    '/item/secret': product('secret'),
    '/item/3': product('3'),
  }))
  const ran = await tried(
    site,
    '--connector',
    'shop',
    '--site',
    site.origin,
    '--budget',
    'requests=6',
    '--contact',
    'mailto:watch@brand.example',
  )
  expect(ran.code).toBe(0)
  expect(ran.listings).toMatchObject([
    {
      id: '1',
      title: 'Größe M',
      marketplace: '127.0.0.1',
      price: { amount: '40', currency: 'EUR' },
    },
    { id: '2' },
  ])
  expect(site.paths()).toEqual([
    '/robots.txt',
    '/index.xml',
    '/map.xml',
    '/item/1',
    '/item/2',
    '/item/gone',
  ])
  expect(site.asked[0]?.agent).toMatch(/^Touchstone\/\S+ \(\+mailto:watch@brand\.example\)$/)
  const gaps = site.asked.slice(1).map(({ at }, index) => at - site.asked[index]!.at)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1950)
  expect(ran.err).toContain('The budget of requests is spent.')
  expect(ran.err).toContain('forbidden: The site’s robots.txt does not permit this page.')
  expect(ran.err).toMatch(/Without a page: 1 forbidden, 1 gone\./)
})

test.concurrent('a shop without a sitemap is walked by its links, and stays on its site', async () => {
  const site = await openSite((origin) => ({
    '/': `<a href="/a">A</a><a href="http://other.example/">elsewhere</a><a href="javascript:x()">x</a><a href="${origin}/#top">top</a>`,
    '/a': `${product('a')}<a href="/">home</a><a href="/b?x=1">B</a>`,
    '/b?x=1': product('b'),
  }))
  const ran = await tried(site, '--connector', 'shop', '--site', site.origin)
  expect(ran.listings.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(site.paths()).toEqual(['/robots.txt', '/sitemap.xml', '/', '/a', '/b?x=1'])
  expect(ran.err).toContain('The site was walked to its end.')
})

test.concurrent('a feed in RSS or Atom gives its entries as listings', async () => {
  const site = await openSite((origin) => ({
    '/rss.xml': `<rss version="2.0"><channel><title>Shop</title><item><title>Bag</title><link>${origin}/1</link><guid>g-1</guid><description>&lt;p&gt;Leather&lt;/p&gt;</description></item><item><title>Belt</title><link>${origin}/2</link></item></channel></rss>`,
    '/atom.xml': `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>t:1</id><title>Shoe</title><link href="${origin}/3"/><summary>S</summary></entry></feed>`,
  }))
  const rss = await tried(site, '--connector', 'feed', '--site', `${site.origin}/rss.xml`)
  expect(rss.listings).toMatchObject([
    { id: 'g-1', title: 'Bag', description: 'Leather', marketplace: '127.0.0.1' },
    { id: `${site.origin}/2`, title: 'Belt' },
  ])
  const atom = await tried(site, '--connector', 'feed', '--site', `${site.origin}/atom.xml`)
  expect(atom.listings).toMatchObject([{ id: 't:1', title: 'Shoe' }])
})

test.concurrent('a hostile site costs no more than its limits', async () => {
  let sent = 0
  const flood: Answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const chunk = Buffer.alloc(65_536, 'a')
    const write = (): void => {
      while (!response.destroyed && sent < 200_000_000) {
        sent += chunk.length
        if (!response.write(chunk)) return void response.once('drain', write)
      }
      response.end()
    }
    write()
  }
  const site = await openSite((origin) => ({
    '/robots.txt': `Sitemap: ${origin}/map.xml`,
    '/map.xml': `<urlset>${['flood', 'loop', 'inside', 'error']
      .map((path) => `<url><loc>${origin}/${path}</loc></url>`)
      .join('')}</urlset>`,
    '/flood': flood,
    '/loop': (_, response) => void response.writeHead(302, { location: '/loop' }).end(),
    '/inside': (_, response) =>
      void response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    '/error': (_, response) => void response.writeHead(500).end(),
  }))
  const ran = await tried(site, '--connector', 'shop', '--site', site.origin)
  expect(ran.code).toBe(1)
  // What the system’s buffers hold was sent, but not taken.
  expect(sent).toBeLessThan(24 * 1024 * 1024)
  const bytes = Number(/([\d,]+) bytes/.exec(ran.err)?.[1]?.replaceAll(',', ''))
  expect(bytes).toBeLessThanOrEqual(17 * 1024 * 1024)
  expect(site.paths().filter((path) => path === '/loop').length).toBe(6)
  expect(ran.err).toContain('3 permanent, 1 retryable')
})

test.concurrent('unusable options are refused before any request', async () => {
  const site = await openSite(() => ({}))
  for (const args of [
    ['--connector', 'shop', '--site', 'shop.example'],
    ['--connector', 'other', '--site', site.origin],
    ['--connector', 'shop', '--site', site.origin, '--budget', 'pages=5'],
    ['--connector', 'shop', '--site', site.origin, '--contact', 'two words'],
  ]) {
    const { code, out } = await tried(site, ...args)
    expect(code).not.toBe(0)
    expect(out).toBe('')
  }
  expect(site.asked).toEqual([])
})
