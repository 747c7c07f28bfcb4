import { afterAll, expect, test } from 'vitest'
import { gateTo } from '../../../test/gate-visits.ts'
import { openShop, type ShopServer } from '../../../test/watched-shop.ts'
import { ownTurns } from '../gate/index.ts'
import { Spending, walkSite } from '../runs/index.ts'
import { ebayBrowse } from './ebay-browse.ts'

const shops: ShopServer[] = []
afterAll(() => {
  for (const shop of shops) shop.close()
})

const key = { clientId: 'app-1', clientSecret: 's3cret' }
const searchPath = '/buy/browse/v1/item_summary/search'

type Call = { method: string; path: string; market: string; authorization: string; body: string }

/** A server of the published schema: tokens by client credentials, and pages of `ItemSummary` with `next`. */
async function openEbay(items: readonly object[]): Promise<ShopServer & { calls: Call[] }> {
  const calls: Call[] = []
  const shop = await openShop(async (request, response) => {
    const { url = '', method = '', headers } = request
    const parts: Uint8Array[] = []
    for await (const part of request) parts.push(part as Uint8Array)
    const { pathname, searchParams } = new URL(url, 'http://api.example')
    const { authorization = '' } = headers
    const market = String(headers['x-ebay-c-marketplace-id'] ?? '')
    calls.push({ method, path: url, market, authorization, body: Buffer.concat(parts).toString() })
    const send = (status: number, value: object): unknown =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    const basic = Buffer.from(`${key.clientId}:${key.clientSecret}`).toString('base64')
    if (pathname === '/identity/v1/oauth2/token') {
      if (authorization !== `Basic ${basic}`) return send(401, { error: 'invalid_client' })
      return send(200, {
        access_token: 't0ken',
        expires_in: 7200,
        token_type: 'Application Access Token',
      })
    }
    if (pathname !== searchPath) return send(404, {})
    if (authorization !== 'Bearer t0ken') return send(401, { errors: [{ errorId: 1001 }] })
    const offset = Number(searchParams.get('offset') ?? 0)
    const limit = Number(searchParams.get('limit'))
    searchParams.set('offset', String(offset + limit))
    const next = `http://${headers.host}${searchPath}?${searchParams.toString()}`
    return send(200, {
      href: url,
      total: items.length,
      limit,
      offset,
      ...(offset + limit < items.length && { next }),
      itemSummaries: items.slice(offset, offset + limit),
    })
  })
  shops.push(shop)
  return Object.assign(shop, { calls })
}

async function walk({ origin }: ShopServer, options: Parameters<typeof ebayBrowse>[0]) {
  const listings: unknown[] = []
  const errors: string[] = []
  const report = await walkSite({
    gate: gateTo(ownTurns(), [origin]),
    connector: ebayBrowse(options),
    url: `${origin}${searchPath}?q=velmoraq&marketplace=EBAY_DE`,
    spending: new Spending({ budget: { requests: 20, bytes: 10_000_000, seconds: 600 } }),
    holder: '',
    signal: new AbortController().signal,
    onListing: async (listing) => void listings.push(listing),
    onError: ({ kind, message }) => void errors.push(`${kind}: ${message}`),
  })
  return { listings, errors, report }
}

const summary = (number: number): object => ({
  itemId: `v1|${number}|0`,
  legacyItemId: String(number),
  title: `Velmoraq tote ${number}`,
  price: { value: '40.00', currency: 'EUR' },
  image: { imageUrl: `https://img.example/${number}.jpg` },
  seller: { username: 'toko-7', feedbackScore: 3 },
  itemLocation: { country: 'DE' },
  itemWebUrl: `https://www.ebay.example/itm/${number}`,
})

// At once, since each waits for the pauses of its own site.
test.concurrent('a search is walked by calls with the organisation’s key, until the last page', async () => {
  const api = await openEbay(Array.from({ length: 201 }, (_, at) => summary(at)))
  const { listings, report } = await walk(api, { key, origins: [api.origin] })
  expect(listings).toHaveLength(201)
  expect(listings[0]).toMatchObject({
    id: '0',
    title: 'Velmoraq tote 0',
    marketplace: 'ebay.example',
    price: { amount: '40.00', currency: 'EUR' },
    images: [{ url: 'https://img.example/0.jpg' }],
    seller: { id: 'toko-7', name: 'toko-7' },
    shipsFrom: 'DE',
    url: 'https://www.ebay.example/itm/0',
  })
  expect(report).toMatchObject({ requests: 3, stoppedBy: 'end' })
  const [token, first, second] = api.calls
  expect(token).toMatchObject({
    method: 'POST',
    body: 'grant_type=client_credentials&scope=https%3A%2F%2Fapi.ebay.com%2Foauth%2Fapi_scope',
  })
  expect(first).toMatchObject({ method: 'GET', market: 'EBAY_DE' })
  expect(first?.path).toBe(`${searchPath}?q=velmoraq&limit=200`)
  expect(second?.path).toContain('offset=200')
})

test.concurrent('another key, none, or another address end the walk with the reason', async () => {
  const api = await openEbay([summary(1)])
  const origins = [api.origin]
  const wrong = { ...key, clientSecret: 'other' }
  expect((await walk(api, { key: wrong, origins })).errors).toEqual([
    'forbidden: The site responded with status 401.',
  ])
  expect((await walk(api, { key: undefined, origins })).errors).toEqual([
    expect.stringMatching(/^forbidden: .*no key/),
  ])
  const before = api.calls.length
  // The key goes to eBay alone.
  expect((await walk(api, { key })).errors).toEqual([
    'permanent: This is not the address of the eBay API.',
  ])
  expect(api.calls).toHaveLength(before)
})

test.concurrent('no redirect takes the key elsewhere', async () => {
  const other = await openEbay([])
  const api = await openShop((_, response) =>
    response.writeHead(307, { location: `${other.origin}/identity/v1/oauth2/token` }).end(),
  )
  shops.push(api)
  const { errors } = await walk(api, { key, origins: [api.origin] })
  expect(errors).toHaveLength(1)
  expect(other.calls.filter(({ authorization }) => authorization !== '')).toEqual([])
})
