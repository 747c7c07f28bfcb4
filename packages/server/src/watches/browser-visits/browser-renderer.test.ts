import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, describe, expect, test } from 'vitest'
import { agent, unlimited } from '../../../test/gate-visits.ts'
import { gapsOf, openShop, type ShopServer } from '../../../test/watched-shop.ts'
import { findChromium } from '../../investigation/captures/index.ts'
import { browserRules } from '../connectors/index.ts'
import { Gate, ownTurns, VisitError } from '../gate/index.ts'
import { Spending, walkSite } from '../runs/index.ts'
import { browserRenderer, type RenderVisit } from './index.ts'
import { maxFollowing } from './request-limit.ts'

const chromium = await findChromium(process.env)
const shops: ShopServer[] = []
afterAll(() => {
  for (const shop of shops) shop.close()
})

type Pages = Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>

async function openSite(pages: Pages, robots = ''): Promise<ShopServer> {
  const shop = await openShop((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://shop.example')
    const own = pages[pathname]
    if (pathname === '/robots.txt') response.end(robots)
    else if (own === undefined) response.writeHead(404).end()
    else void own(request, response)
  })
  shops.push(shop)
  return shop
}
const html =
  (content: string) =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(content)
const rules = {
  listing: 'li',
  fields: {
    id: { attribute: 'data-id' },
    title: { select: 'h2' },
    price: { select: '.price' },
    url: { select: 'a', attribute: 'href' },
    seller: { select: '.seller' },
  },
  follow: ['a.next'],
}

function visitorOf({ origin }: ShopServer) {
  const allow = [{ host: '127.0.0.1', port: Number(new URL(origin).port) }]
  const gate = new Gate({ turns: ownTurns(), agent, outbound: { allow } })
  const isolation = 'when-possible'
  const render = browserRenderer({ gate, agent, env: process.env, isolation, allow })
  const visit = (path: string, more: Partial<RenderVisit> = {}) =>
    render({
      url: origin + path,
      bytes: 10_000_000,
      allowance: unlimited,
      mayRedirectTo: (to) => to.origin === origin,
      patience: 60_000,
      rules: { ...rules, waitFor: '[data-id]' },
      ...more,
    })
  return { gate, render, visit }
}
const pathsOf = ({ asked }: ShopServer): string[] => asked.map(({ path }) => path)
/** Its listings are drawn by a script, from data; it asks for much that nobody needs. */
const goods = `<!doctype html><title>Goods</title><link rel="stylesheet" href="/style.css">
  <img src="/1.jpg"><video src="/1.mp4"></video><iframe src="/frame"></iframe><ul></ul>
  <a class="next" href="/list/2">more</a>
  <script src="http://localhost:9/other-host.js"></script><script src="/closed/track.js"></script>
  <script src="/draw.js"></script>`
const draw = `for (const { id, title, price } of await (await fetch('/data.json')).json()) {
    document.querySelector('ul').insertAdjacentHTML('beforeend', '<li data-id="' + id + '"><h2>' + title +
      '</h2><span class="price">' + price + '</span><span class="seller">toko-7</span><a href="/goods/' + id + '">see</a></li>')
  }`
const sitePages: Pages = {
  '/list/1': html(goods),
  '/draw.js': (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(`(async () => { ${draw} })()`),
  '/style.css': (_, response) => response.writeHead(200, { 'content-type': 'text/css' }).end(''),
  '/data.json': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify([
        { id: 'a', title: 'Velmoraq tote, 1:1', price: 'Rp 1.250.000' },
        { id: 'b', title: 'Belt', price: 'on request' },
      ]),
    ),
}

const where = chromium === undefined ? 'in Chromium (none was found)' : 'in Chromium'
describe.skipIf(chromium === undefined).concurrent(`rules ${where}`, () => {
  test('a page that a script draws becomes listings, and a visit asks for nothing that they do not need', async () => {
    const shop = await openSite(sitePages, 'User-agent: *\nDisallow: /closed')
    const { gate, render } = visitorOf(shop)
    const listings: unknown[] = []
    const spending = new Spending({ budget: { requests: 50, bytes: 10_000_000, seconds: 600 } })
    const report = await walkSite({
      gate,
      render,
      connector: browserRules({ ...rules, waitFor: 'li' }),
      url: `${shop.origin}/list/1`,
      spending,
      holder: '',
      signal: new AbortController().signal,
      onListing: async (listing) => void listings.push(listing),
    })
    expect(listings).toMatchObject([
      {
        id: 'a',
        title: 'Velmoraq tote, 1:1',
        price: { amount: '1250000', currency: 'IDR' },
        url: `${shop.origin}/goods/a`,
        seller: { id: 'toko-7' },
      },
      { id: 'b', title: 'Belt' },
    ])
    const paths = pathsOf(shop)
    expect(paths[0]).toBe('/robots.txt')
    expect(new Set(paths)).toEqual(
      new Set(['/robots.txt', '/list/1', '/style.css', '/draw.js', '/data.json', '/list/2']),
    )
    expect(new Set(shop.asked.map(({ agent: name }) => name))).toEqual(new Set([agent.userAgent]))
    // Each request counts, and documents keep the gap of the site.
    expect(report).toMatchObject({ requests: paths.length, gone: 1, stoppedBy: 'end' })
    expect(report.bytes).toBeGreaterThan(goods.length)
    const documents = shop.asked.filter(({ path }) => /^\/(robots|list)/.test(path))
    expect(Math.min(...gapsOf({ ...shop, asked: documents }))).toBeGreaterThan(2000 - 10)
  })

  test('at most so many scripts and data requests follow a document, and one document is a visit', async () => {
    const scripts = Array.from({ length: 30 }, (_, at) => `<script src="/s/${at}.js"></script>`)
    const leave = '<script>setTimeout(() => (location.href = "/list/9"))</script>'
    const pages: Pages = { '/list/1': html(scripts.join('') + leave + '<li data-id="a"></li>') }
    for (let at = 0; at < 30; at++) pages[`/s/${at}.js`] = (_, response) => response.end('')
    const shop = await openSite(pages)
    const { visit } = visitorOf(shop)
    const visited = await visit('/list/1')
    expect(visited).toMatchObject({ kind: 'page', value: { listings: [{ id: 'a' }] } })
    const paths = pathsOf(shop)
    expect(paths.filter((path) => path.startsWith('/s/'))).toHaveLength(maxFollowing)
    expect(paths).not.toContain('/list/9')
  })

  test('each redirect of a document is a turn of its own, and none leads to another site', async () => {
    const to = (location: string) => (_: IncomingMessage, response: ServerResponse) =>
      void response.writeHead(302, { location }).end()
    const shop = await openSite({
      '/from': to('/list/1'),
      '/list/1': html('<li data-id="a"></li>'),
      '/away': to('http://169.254.169.254/'),
    })
    const { visit } = visitorOf(shop)
    expect(await visit('/from')).toMatchObject({ kind: 'page', url: `${shop.origin}/list/1` })
    await expect(visit('/away')).rejects.toMatchObject({ kind: 'permanent' })
    expect(Math.min(...gapsOf(shop))).toBeGreaterThan(2000 - 10)
  })

  test('a refusal, a CAPTCHA, rules that do not apply and a spent budget end the visit as such', async () => {
    const shop = await openSite({
      '/human': html('<title>Just a moment…</title>'),
      '/list/1': html('<script src="/s.js"></script><li data-id="a"></li>'),
      '/s.js': (_, response) => response.end(''),
    })
    const { visit } = visitorOf(shop)
    const bad = { ...rules, listing: 'li[' }
    await expect(visit('/list/1', { rules: bad })).rejects.toThrow(/rules cannot be applied/)
    let left = 1
    const allowance = {
      ...unlimited,
      spendRequest: () => {
        if (left-- === 0) throw new RangeError('none left')
      },
    }
    await expect(visit('/list/1', { allowance })).rejects.toThrow('none left')
    expect(await visit('/gone')).toEqual({ kind: 'absent', status: 404 })
    const failure = await visit('/human').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(VisitError)
    expect(failure).toMatchObject({ kind: 'blocked' })
    // The site is left alone for a minute.
    await expect(visit('/list/1', { patience: 30_000 })).rejects.toMatchObject({
      kind: 'retryable',
    })
  })
})
