import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import type { Connector, Found, Row, Site } from '../connectors/index.ts'
import { VisitError } from '../gate/index.ts'
import { listConnectors, loadPackages, openConnector } from './index.ts'
import { packageConnector } from './package-connector.ts'
import { packageLimits, type PackageLimits } from './package-process.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-packages-'))
const bazaar = fileURLToPath(new URL('../../../../../samples/connectors/bazaar', import.meta.url))
const origin = 'https://bazaar.example'
const opened: Connector[] = []
afterAll(() => {
  for (const connector of opened) connector.close?.()
  rmSync(root, { recursive: true })
})

let packages = 0
/** A folder with a package whose connector has this code. */
function packageOf(code: string, manifest: object = {}): string {
  const folder = join(root, `package-${++packages}`)
  mkdirSync(folder)
  const said = { needs: 'x', hosts: 'x', terms: 'x', searches: false }
  const touchstone = { connector: `test-${packages}`, ...said }
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', main: 'index.js', touchstone, ...manifest }),
  )
  writeFileSync(join(folder, 'index.js'), code)
  return folder
}

function open(folder: string, limits: Partial<PackageLimits> = {}): Connector {
  const [pack] = loadPackages([folder])
  const connector = packageConnector(pack!, { ...packageLimits, ...limits })
  opened.push(connector)
  return connector
}

/** A site in memory; each page that is missing is refused. */
function siteOf(pages: Record<string, string> = {}): Site & { visited: string[] } {
  const visited: string[] = []
  return {
    url: `${origin}/goods.json`,
    isSearch: false,
    holder: '',
    visited,
    sitemaps: async () => [],
    knownSitemaps: async () => [],
    render: () => Promise.reject(new Error('there is no browser')),
    visit: async ({ url }, read) => {
      visited.push(url)
      const text = pages[url.slice(origin.length)]
      if (text === undefined) throw new VisitError('forbidden', url, 'It is closed.')
      async function* body(): AsyncGenerator<Uint8Array, void> {
        yield Buffer.from(text ?? '')
      }
      const value = await read({ url, header: () => '', body: body() })
      return { kind: 'page', url, etag: '"1"', lastModified: '', value }
    },
  }
}

async function found(connector: Connector, site: Site, most = 100): Promise<Found[]> {
  const all: Found[] = []
  for await (const one of connector.search(site)) {
    all.push(one)
    if (all.length === most) break
  }
  return all
}

const rowsOf = ({ visited }: Found): Row[] => (visited?.kind === 'page' ? visited.value.rows : [])
const goods = (id: number) => ({
  id,
  name: `Bag ${id}`,
  price: 40,
  currency: 'EUR',
  path: `/b/${id}`,
})

test('a package finds listings on the pages that it is given', async () => {
  const site = siteOf({
    '/goods.json': JSON.stringify({ goods: [goods(1), {}], next: '/more.json' }),
    '/more.json': JSON.stringify({ goods: [goods(2)] }),
  })
  const connector = open(bazaar)
  expect(connector).toMatchObject({ name: 'bazaar', searches: false })
  const all = await found(connector, site)
  expect(all.map(({ url }) => url)).toEqual([`${origin}/goods.json`, `${origin}/more.json`])
  expect(rowsOf(all[0]!)).toMatchObject([
    { listing: { id: '1', title: 'Bag 1', price: { amount: '40', currency: 'EUR' } } },
    { faults: [{ pointer: '/title' }, {}, {}] },
  ])
  expect(all[0]!.visited).toMatchObject({ etag: '"1"', value: { leadsTo: [{}] } })
  expect(await connector.visit(site, `${origin}/more.json`)).toMatchObject({
    kind: 'page',
    value: { rows: [{ listing: { id: '2' } }] },
  })
})

/** What code in a package can reach, as the title of a listing. */
async function reached(code: string): Promise<string> {
  const connector = open(
    packageOf(`
      const reach = async () => { ${code} }
      export const connector = {
        async *search(site) {
          const visited = await site.visit({ url: site.url }, async () => {
            const title = await reach().then(String, (error) => 'refused: ' + error.message)
            return { rows: [{ id: '1', title: title || 'nothing' }], leadsTo: [] }
          })
          yield { url: site.url, visited }
        },
      }`),
  )
  const [row] = rowsOf((await found(connector, siteOf({ '/goods.json': '' })))[0]!)
  return row !== undefined && 'listing' in row ? row.listing.title : 'no listing'
}

test.each([
  ['a socket', `return (await import('node:net')).connect(PORT, '127.0.0.1') && 'open'`],
  ['a datagram', `return (await import('dgram')).createSocket('udp4') && 'open'`],
  ['a name', `return (await import('node:dns/promises')).lookup('localhost')`],
  [
    'a request',
    `return (await (await import('node:http')).get('http://127.0.0.1:PORT/')) && 'open'`,
  ],
  ['a fetch', `return (await fetch('http://127.0.0.1:PORT/')).status`],
  ['a web socket', `return new WebSocket('ws://127.0.0.1:PORT/') && 'open'`],
  ['a file', `return (await import('node:fs')).readFileSync('/etc/passwd', 'utf8')`],
  ['a file as a module', `return (await import('/etc/passwd')) && 'open'`],
  ['another module', `return (await import('data:text/javascript,export default 1')).default`],
  ['a process', `return (await import('node:child_process')).execSync('id')`],
  [
    'a thread',
    `return new ((await import('node:worker_threads')).Worker)('1', { eval: true }) && 'open'`,
  ],
  [
    'a loader',
    `return (await import('node:module')).createRequire('/')('fs').readFileSync('/etc/passwd', 'utf8')`,
  ],
  ['a builtin', `return process.getBuiltinModule('fs').readFileSync('/etc/passwd', 'utf8')`],
  ['a binding', `return process.binding('tcp_wrap') && 'open'`],
  [
    'a socket by methods of its own',
    `String.prototype.startsWith = Array.prototype.includes = Set.prototype.has = Map.prototype.get = () => true; RegExp.prototype.test = () => true; Object.prototype['node:net'] = true; return (await import('node:net')).connect(PORT, '127.0.0.1') && 'open'`,
  ],
  ['another process', `return process.kill(1, 0) && 'open'`],
])('a package cannot open %s', async (_what, code) => {
  let requests = 0
  const server = createServer((_request, response) => {
    requests++
    response.end('open')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await reached(code.replaceAll('PORT', String(port)))).toMatch(/^refused: /)
  expect(requests).toBe(0)
  server.close()
})

test('a package sees no variable of the server, and no global that leads to one', async () => {
  const seen = await reached(
    `return JSON.stringify([process.env, Object.keys(process), typeof require, typeof module])`,
  )
  expect(JSON.parse(seen)).toEqual([{}, ['env', 'nextTick'], 'undefined', 'undefined'])
})

test('a package reads its own files and pure modules', async () => {
  expect(await reached(`return (await import('node:url')).domainToASCII('münchen.example')`)).toBe(
    'xn--mnchen-3ya.example',
  )
  const code = `return (await import('./package.json', { with: { type: 'json' } })).default.main`
  expect(await reached(code)).toBe('index.js')
})

/** How a search with this body ends. */
async function failureOf(
  body: string,
  limits: Partial<PackageLimits> = {},
): Promise<Record<string, unknown>> {
  const code = `export const connector = { async *search(site) { ${body} }, visit: async () => undefined }`
  const connector = open(packageOf(code), limits)
  const site = siteOf({ '/goods.json': '{}' })
  const error = await found(connector, site).then(
    (all) => ({ all }),
    (failure: unknown) => failure,
  )
  connector.close?.()
  const { kind, message, all } = Object(error) as Record<string, unknown>
  return { kind, message, all, visited: site.visited }
}

test.each<[string, string, Partial<PackageLimits>, string, RegExp]>([
  ['throws', `throw new Error('no\\nluck')`, {}, 'permanent', /no luck$/],
  [
    'asks for a retry',
    `throw Object.assign(new Error('busy'), { kind: 'retryable' })`,
    {},
    'retryable',
    /busy/,
  ],
  [
    'claims to be blocked',
    `throw Object.assign(new Error('x'), { kind: 'blocked' })`,
    {},
    'permanent',
    /x/,
  ],
  ['hangs', `for (;;) {}`, { callMilliseconds: 3000 }, 'retryable', /no answer within 3 seconds/],
  [
    'waits for ever',
    `await new Promise(() => {})`,
    { callMilliseconds: 3000 },
    'retryable',
    /no answer/,
  ],
  [
    'sends a huge message',
    `throw new Error('x'.repeat(600)) ; yield 1`,
    { messageBytes: 100 },
    'retryable',
    /too long|not asked/,
  ],
  [
    'fills the memory',
    `const all = []; for (;;) all.push(new Array(1e6).fill(all.length))`,
    { heapMebibytes: 32 },
    'retryable',
    /it ended|memory/,
  ],
  [
    'fills the memory with bytes',
    `const all = []; for (;;) { all.push(new Uint8Array(32e6).fill(1)); await 0 }`,
    { residentMebibytes: 300 },
    'retryable',
    /memory|it ended/,
  ],
  [
    'visits another site',
    `await site.visit({ url: 'https://other.example/' }, async () => 1)`,
    {},
    'retryable',
    /may not visit/,
  ],
  [
    'finds another site',
    `yield { url: 'https://other.example/' }`,
    {},
    'permanent',
    /another site/,
  ],
  [
    'forges a visit',
    `yield { url: site.url, visited: { kind: 'page', url: site.url, etag: '', value: { rows: [] } } }; yield 2`,
    {},
    'permanent',
    /another site/,
  ],
])('a connector that %s ends with the reason', async (_what, body, limits, kind, message) => {
  const failure = await failureOf(body, limits)
  expect(failure).toMatchObject({ kind, message: expect.stringMatching(message) })
})

test('what the gate refuses is told as the gate told it, unless the connector goes on', async () => {
  const closed = `await site.visit({ url: site.url + '?closed' }, async () => 1)`
  expect(await failureOf(closed)).toMatchObject({ kind: 'forbidden', message: 'It is closed.' })
  expect(await failureOf(`try { ${closed} } catch {} yield { url: site.url }`)).toMatchObject({
    all: [{ url: `${origin}/goods.json` }],
  })
})

test('a spent budget ends the walk as it is, whatever the connector does', async () => {
  const spent = new Error('the budget is spent')
  const code = `export const connector = { async *search(site) { for (;;) { try { await site.visit({ url: site.url }, async () => 1) } catch {} } } }`
  const site = { ...siteOf(), visit: () => Promise.reject(spent) }
  await expect(found(open(packageOf(code)), site)).rejects.toBe(spent)
})

test('a process that was stopped is started again, a few times', async () => {
  const code = `export const connector = { async *search() {}, visit: () => { for (;;) {} } }`
  const connector = open(packageOf(code), { callMilliseconds: 1000 })
  const visit = () => connector.visit(siteOf(), `${origin}/1`)
  for (let times = 0; times < 3; times++) await expect(visit()).rejects.toThrow(/no answer/)
  await expect(visit()).rejects.toMatchObject({ kind: 'permanent', message: /ended too often/ })
})

test.each<[string, () => string, RegExp]>([
  ['that is missing', () => join(root, 'none'), /it has no package\.json/],
  ['without a connector', () => packageOf('', { touchstone: undefined }), /touchstone/],
  [
    'named like one that comes with Touchstone',
    () =>
      packageOf('', {
        touchstone: { connector: 'shop', needs: 'x', hosts: 'x', terms: 'x', searches: true },
      }),
    /another connector named shop/,
  ],
  ['whose code lies elsewhere', () => packageOf('', { main: '../package-1/index.js' }), /outside/],
  [
    'with a link that leads out',
    () => {
      const folder = packageOf('')
      symlinkSync('/etc/passwd', join(folder, 'data.json'))
      return folder
    },
    /leads out/,
  ],
])('a package %s is refused with the reason', (_what, make, reason) => {
  expect(() => loadPackages([make()])).toThrow(reason)
})

test('connectors of packages are listed after those that come with Touchstone, and opened by name', async () => {
  const packages = loadPackages([bazaar])
  expect(listConnectors(packages).map(({ name }) => name)).toEqual([
    ...listConnectors([]).map(({ name }) => name),
    'bazaar',
  ])
  expect(openConnector('feed', packages).name).toBe('feed')
  expect(openConnector('bazaar', packages).needs).toMatch(/list of goods/)
  await expect(found(openConnector('gone', packages), siteOf())).rejects.toMatchObject({
    kind: 'permanent',
    message: expect.stringMatching(/no package/),
  })
})
