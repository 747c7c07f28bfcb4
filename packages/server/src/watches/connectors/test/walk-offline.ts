import { createHook } from 'node:async_hooks'
import { connect } from 'node:net'
import { connectors, type Site } from '../index.ts'

// Walks a shop and a feed that lie in memory, and prints which connections the process tried to open. Its connectors
// get nothing but `visit` and `render`.
const kinds = new Set([
  'TCPWRAP',
  'TCPCONNECTWRAP',
  'PIPECONNECTWRAP',
  'UDPWRAP',
  'GETADDRINFOREQWRAP',
  'QUERYWRAP',
])
const connections: string[] = []
createHook({
  init(_id, type) {
    if (kinds.has(type)) connections.push(type)
  },
}).enable()

const origin = 'https://shop.example'
const product = (id: string): string =>
  `<script type="application/ld+json">{"@type":"Product","sku":"${id}","name":"Bag"}</script><img src="${origin}/${id}.jpg">`
const pages: Record<string, [type: string, content: string]> = {
  '/sitemap.xml': [
    'application/xml',
    `<urlset><url><loc>${origin}/a</loc></url><url><loc>${origin}/b</loc></url></urlset>`,
  ],
  '/a': ['text/html', product('a')],
  '/b': ['text/html', product('b')],
  '/feed': [
    'application/rss+xml',
    `<rss version="2.0"><channel><item><guid>f</guid><title>Bag</title><link>${origin}/f</link></item></channel></rss>`,
  ],
}

function siteAt(path: string): Site {
  return {
    isSearch: false,
    url: origin + path,
    holder: '',
    sitemaps: async () => [],
    knownSitemaps: async () => [],
    render: async (url) => {
      const value = { listings: [{ id: 'r', title: 'Bag' }], links: [], base: url }
      return { kind: 'page', url, etag: '', lastModified: '', value }
    },
    visit: async ({ url }, read) => {
      const page = pages[url.slice(origin.length)]
      if (page === undefined) return { kind: 'absent', status: 404 }
      const header = (name: string): string => (name === 'content-type' ? page[0] : '')
      async function* body(): AsyncGenerator<Uint8Array, void> {
        yield Buffer.from(page?.[1] ?? '')
      }
      const value = await read({ url, header, body: body() })
      return { kind: 'page', url, etag: '', lastModified: '', value }
    },
  }
}

const ids: string[] = []
for (const [name, path] of [
  ['shop', ''],
  ['feed', '/feed'],
  ['browser-rules', '/rendered'],
] as const) {
  const connector = connectors[name]()
  const site = siteAt(path)
  for await (const { url, visited } of connector.search(site)) {
    const read = visited ?? (await connector.visit(site, url))
    for (const row of read.kind === 'page' ? read.value.rows : []) {
      if ('listing' in row) ids.push(row.listing.id)
    }
  }
}
if (process.argv[2] === 'connect') connect(9, 'localhost').on('error', () => undefined)
process.stdout.write(JSON.stringify({ ids, connections: [...new Set(connections)].sort() }))
process.exit()
