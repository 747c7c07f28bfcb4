import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { VisitError } from '../gate/index.ts'
import { connectors, isOnSite, type Row, type Site } from './index.ts'

const origin = 'https://shop.example'

type Pages = (path: string) => string | AsyncIterable<Uint8Array> | undefined

/** A site in memory: the connectors get nothing but this, and open no connection. */
function siteOf(pages: Pages, sitemaps: string[] = []): Site & { paths: string[] } {
  const paths: string[] = []
  return {
    url: origin,
    isSearch: false,
    holder: '',
    paths,
    sitemaps: async () => sitemaps,
    knownSitemaps: async () => [],
    render: () => Promise.reject(new Error('there is no browser')),
    visit: async ({ url }, read) => {
      const path = url.slice(origin.length)
      paths.push(path)
      const content = pages(path)
      if (content === undefined) return { kind: 'absent', status: 404 }
      const isXml = path.endsWith('.xml')
      const header = (name: string): string =>
        name === 'content-type' ? (isXml ? 'application/xml' : 'text/html') : ''
      async function* body(): AsyncGenerator<Uint8Array, void> {
        if (typeof content === 'string') yield Buffer.from(content)
        else if (content !== undefined) yield* content
      }
      const value = await read({ url, header, body: body() })
      return { kind: 'page', url, etag: '', lastModified: '', value }
    },
  }
}

async function walked(site: Site, most = 1000): Promise<Row[]> {
  const connector = connectors.shop()
  const rows: Row[] = []
  let visits = 0
  for await (const { url, visited } of connector.search(site)) {
    if (visited === undefined && !connector.isWorthwhile(url)) continue
    const read = visited ?? (await connector.visit(site, url))
    if (read.kind === 'page') rows.push(...read.value.rows)
    if (++visits === most) break
  }
  return rows
}

const product = (id: string): string =>
  `<script type="application/ld+json">{"@type":"Product","sku":"${id}","name":"Bag"}</script>`
const idsOf = (rows: readonly Row[]): string[] =>
  rows.map((row) => ('listing' in row ? row.listing.id : 'fault'))

test('JSON-LD, microdata and Open Graph are read alike', async () => {
  const microdata =
    '<div itemscope itemtype="https://schema.org/Product"><b itemprop="sku">m</b><i itemprop="name">Belt</i></div>'
  const graph =
    '<meta property="og:type" content="product"><meta property="og:title" content="Shoe"><meta property="product:retailer_item_id" content="g">'
  const pages: Record<string, string> = {
    '/': '<a href="/1">1</a><a href="/2">2</a><a href="/3">3</a>',
    '/1': product('j'),
    '/2': microdata,
    '/3': graph,
  }
  expect(idsOf(await walked(siteOf((path) => pages[path])))).toEqual(['j', 'm', 'g'])
})

test('a calendar without an end is left after fifty pages at most', async () => {
  const site = siteOf((path) => {
    const day = Number(/^\/calendar\/(\d+)/.exec(path)?.[1] ?? 0)
    if (path === '/item/7') return product('7')
    return `<a href="/calendar/${day + 1}?view=${day}">next</a><a href="/item/7">bag</a>`
  })
  expect(idsOf(await walked(site))).toEqual(['7'])
  expect(site.paths.filter((path) => path.startsWith('/calendar')).length).toBeLessThanOrEqual(50)
})

test('a search follows its results, though sitemaps name all pages', async () => {
  const pages: Record<string, string> = {
    '/search?q=bag': '<a href="/item/2">Bag</a>',
    '/sitemap.xml': `<urlset><url><loc>${origin}/item/1</loc></url></urlset>`,
  }
  const site = siteOf((path) => pages[path])
  await walked({ ...site, url: `${origin}/search?q=bag`, isSearch: true })
  expect(site.paths).toEqual(['/search?q=bag', '/item/2'])
})

test('pages of goods of one form are all visited', async () => {
  const urls = Array.from({ length: 120 }, (_, at) => `<url><loc>${origin}/item/${at}</loc></url>`)
  const site = siteOf(
    (path) => (path === '/a.xml' ? `<urlset>${urls.join('')}</urlset>` : product(path)),
    [`${origin}/a.xml`],
  )
  expect((await walked(site)).length).toBe(120)
})

test('sitemaps that name themselves, other hosts or too many others end', async () => {
  const site = siteOf(
    (path) =>
      path.endsWith('.xml')
        ? `<sitemapindex>${[path, `/x${path}`, `/y${path}`].map((each) => `<sitemap><loc>${origin}${each}</loc></sitemap>`).join('')}<sitemap><loc>http://127.0.0.1/a.xml</loc></sitemap></sitemapindex>`
        : undefined,
    [`${origin}/a.xml`, 'https://other.example/a.xml'],
  )
  await walked(site)
  expect(new Set(site.paths).size).toBe(site.paths.length)
  expect(site.paths.length).toBeLessThanOrEqual(52)
})

test('a sitemap of 50 MB is read as it comes, without holding it in memory', async () => {
  const chunk = Buffer.from(`<url><loc>${origin}/about</loc></url>`.repeat(2000))
  async function* large(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('<urlset>')
    for (let sent = 0; sent < 50_000_000; sent += chunk.length) yield chunk
  }
  const before = process.memoryUsage().rss
  const site = siteOf((path) => (path === '/a.xml' ? large() : '<p>About</p>'), [`${origin}/a.xml`])
  await walked(site, 3)
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
})

test('a site that turns visits away ends the walk', async () => {
  const site = siteOf(() => undefined)
  site.sitemaps = async () => [`${origin}/a.xml`]
  site.visit = async ({ url }) => {
    throw new VisitError('blocked', url, 'no')
  }
  await expect(walked(site)).rejects.toMatchObject({ kind: 'blocked' })
})

test('a site is its host with or without www, on its own port', () => {
  const isOn = (url: string): boolean => isOnSite('http://shop.example', new URL(url))
  expect(isOn('https://www.shop.example/a')).toBe(true)
  for (const other of [
    'http://a.shop.example/',
    'http://shop.example:8080/',
    'ftp://shop.example/',
    'http://shop.example.evil.example/',
  ]) {
    expect(isOn(other)).toBe(false)
  }
})

test('sitemaps are read up to a limit together, not only each one', async () => {
  const line = `${'#'.repeat(999)}\n`
  const chunk = Buffer.from(line.repeat(1000))
  async function* comments(): AsyncGenerator<Uint8Array> {
    for (let sent = 0; sent < 40_000_000; sent += chunk.length) yield chunk
    yield Buffer.from(`${origin}/item/1\n`)
  }
  const names = Array.from({ length: 10 }, (_, at) => `${origin}/${at}.txt`)
  const site = siteOf((path) => (path.endsWith('.txt') ? comments() : product(path)), names)
  expect((await walked(site)).length).toBe(1)
  expect(site.paths.filter((path) => path.endsWith('.txt')).length).toBe(3)
})

test('a site that shows the same goods under ever new addresses is left', async () => {
  const site = siteOf((path) => {
    const session = Number(/session=(\d+)/.exec(path)?.[1] ?? 0)
    const [one, two] = [2 * session + 1, 2 * session + 2]
    return `${product('same')}<a href="/item?session=${one}">1</a><a href="/item?session=${two}">2</a>`
  })
  expect(new Set(idsOf(await walked(site)))).toEqual(new Set(['same']))
  expect(site.paths.length).toBeLessThanOrEqual(110)
})

test('a walk opens no connection: the process notes every one', () => {
  const program = new URL('./test/walk-offline.ts', import.meta.url)
  const run = (...args: string[]): unknown => {
    const options = ['--conditions=touchstone-source', program.pathname, ...args]
    const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' })
    return stdout === '' ? stderr : JSON.parse(stdout)
  }
  expect(run()).toEqual({ ids: ['a', 'b', 'f', 'r'], connections: [] })
  // The check itself finds what it is for.
  expect(run('connect')).toMatchObject({
    connections: expect.arrayContaining(['GETADDRINFOREQWRAP', 'TCPWRAP']),
  })
})
