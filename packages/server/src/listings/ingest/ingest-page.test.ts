import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember } from '../../../test/users.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../screening/index.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void
type Body = {
  url: string
  source: string
  listings: { row: number; listing: unknown; taken: Record<string, unknown> | null }[]
  faults: { message: string }[]
  class: string
  detail: string
  pointer: string
  retryable: boolean
}

const html = { 'content-type': 'text/html; charset=utf-8' }

const product = (more: object = {}): string =>
  JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Product',
    sku: 'A-1',
    name: 'Gucci bag, 1:1 replica',
    offers: { '@type': 'Offer', price: '40.00', priceCurrency: 'EUR' },
    ...more,
  })
const jsonLd = (...products: string[]): string =>
  products.map((text) => `<script type="application/ld+json">${text}</script>`).join('')
const microdata = `<div itemscope itemtype="https://schema.org/Product"><span itemprop="name">Wooden bowl</span>
  <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="12.50">
  <meta itemprop="priceCurrency" content="EUR"></div></div>`
const openGraph = `<meta property="og:type" content="product"><meta property="og:title" content="Wooden bowl">
  <meta property="product:price:amount" content="12.50"><meta property="product:price:currency" content="EUR">`

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let key: string
  let port: number
  let innerPort: number
  let answers: Record<string, Answer> = {}
  const requests: string[] = []
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    if (answer === undefined) response.writeHead(404, html).end('none')
    else answer(request, response)
  })
  // Stands for an internal service that must never be contacted.
  const inner = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.writeHead(200, html).end(jsonLd(product()))
  })

  beforeAll(async () => {
    for (const each of [server, inner]) {
      await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve))
    }
    port = (server.address() as AddressInfo).port
    innerPort = (inner.address() as AddressInfo).port
    store = await openStore(await engine.newStore())
    app = createApi({
      store,
      screening: screenInProcess(starterEngine),
      checkAnswers: true,
      outboundAllow: [{ host: '127.0.0.1', port }],
    })
    await newOrganisation(store, 'market')
    key = (await newKey(store, 'market', ['listings:read', 'listings:write'])).text
  })
  afterAll(async () => {
    for (const each of [server, inner]) {
      each.closeAllConnections()
      each.close()
    }
    await app?.close()
    await store?.close()
  })
  beforeEach(() => {
    answers = {}
    requests.length = 0
  })

  const say =
    (body: string, headers: Record<string, string> = html): Answer =>
    (_, response) =>
      response.writeHead(200, headers).end(body)
  const send = async (
    payload: string,
    type: string,
    query = '',
    bearer = key,
  ): Promise<{ status: number; body: Body }> => {
    const response = await app.inject({
      method: 'POST',
      url: `/api/v1/listings/page${query}`,
      payload,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': type },
    })
    return { status: response.statusCode, body: response.json<Body>() }
  }
  const ingestFrom = (url: string, query = ''): ReturnType<typeof send> =>
    send(JSON.stringify({ url }), 'application/json', query)
  const at = (path: string): string => `http://127.0.0.1:${port}${path}`
  const count = async (): Promise<number> => {
    const response = await app.inject({
      url: '/api/v1/listings/count',
      headers: { authorization: `Bearer ${key}` },
    })
    return response.json<{ count: number }>().count
  }

  describe('a page by its address', () => {
    test('is read, judged and kept; a preview keeps nothing', async () => {
      answers = { '/item': say(jsonLd(product())) }
      const before = await count()
      const preview = await ingestFrom(at('/item'), '?preview=true&marketplace=shop')
      expect(preview.status).toBe(200)
      expect(preview.body).toMatchObject({
        url: at('/item'),
        source: 'json-ld',
        faults: [],
        listings: [
          {
            row: 1,
            taken: null,
            listing: {
              id: 'A-1',
              marketplace: 'shop',
              title: 'Gucci bag, 1:1 replica',
              price: { amount: '40', currency: 'EUR' },
              sources: [{ kind: 'page', url: at('/item') }],
            },
          },
        ],
      })
      expect(await count()).toBe(before)
      const { body } = await ingestFrom(at('/item'), '?marketplace=shop')
      expect(body.listings[0]?.taken).toMatchObject({
        listing: 'A-1',
        version: 1,
        state: 'new',
        assessment: { verdict: 'block' },
      })
      expect(await count()).toBe(before + 1)
      const again = await ingestFrom(at('/item'), '?marketplace=shop')
      expect(again.body.listings[0]?.taken).toMatchObject({ state: 'unchanged', version: 1 })
    })

    test.each([
      ['microdata', microdata],
      ['open-graph', openGraph],
    ])('is read by %s too', async (source, page) => {
      answers = { '/item': say(page) }
      const { body } = await ingestFrom(at('/item'), '?preview=true')
      expect(body).toMatchObject({
        source,
        listings: [
          { listing: { title: 'Wooden bowl', price: { amount: '12.5', currency: 'EUR' } } },
        ],
      })
    })

    test('gives each of its listings a result; valid ones are accepted despite an invalid one', async () => {
      const long = product({ sku: 'B-2', name: 'Bowl', image: [{ '@type': 'ImageObject' }] })
      answers = {
        '/list': say(
          jsonLd(product({ sku: 'B-1' }), long, product({ sku: 'B-3', offers: { price: 'much' } })),
        ),
      }
      const { status, body } = await ingestFrom(at('/list'))
      expect(status).toBe(200)
      expect(body.listings.map(({ taken }) => taken?.['listing'])).toEqual(['B-1', 'B-2', 'B-3'])
      expect(body.faults[0]?.message).toContain('much')
    })

    test('keeps a script in its title as the text that it is', async () => {
      const name = '<script>alert(1)</script><b>Gucci</b> bag'
      const ofProduct = product({ sku: 'X-1', name }).replaceAll('</', '<\\/')
      answers = { '/item': say(`<title>x</title>${jsonLd(ofProduct)}`) }
      const { body } = await ingestFrom(at('/item'))
      expect(body.listings[0]?.listing).toMatchObject({ title: name })
      const readBack = await app.inject({
        url: `/api/v1/listings/${body.listings[0]?.taken?.['id'] as string}`,
        headers: { authorization: `Bearer ${key}` },
      })
      expect(readBack.headers).toMatchObject({
        'content-type': expect.stringContaining('application/json') as string,
        'x-content-type-options': 'nosniff',
      })
      expect(readBack.json<{ listing: { title: string } }>().listing.title).toBe(name)
    })

    test('is read in the charset that its server states', async () => {
      const page = Buffer.from(`<meta charset="utf-8">${openGraph.replace('Wooden bowl', 'Чаша')}`)
      const cyrillic = Buffer.from(
        page.toString('utf8').replace('Чаша', '\u00d7\u00e0\u00f8\u00e0'),
        'latin1',
      )
      answers = {
        '/item': (_, response) =>
          response
            .writeHead(200, { 'content-type': 'text/html; charset=windows-1251' })
            .end(cyrillic),
      }
      const { body } = await ingestFrom(at('/item'), '?preview=true')
      expect(body.listings[0]?.listing).toMatchObject({ title: 'Чаша' })
    })
  })

  describe('is refused, with what to do', () => {
    const refused = async (url: string): Promise<string> => {
      const { status, body } = await ingestFrom(url)
      expect([status, body.class, body.pointer]).toEqual([422, 'validation-failed', '/url'])
      return body.detail
    }

    test.each([
      ['a private address', 'http://10.0.0.7/item', 'private-address'],
      ['this machine by name', 'http://localhost/item', 'private-address'],
      ['the address of cloud metadata', 'http://169.254.169.254/latest', 'private-address'],
      ['this machine in IPv6', 'http://[::1]/item', 'private-address'],
      ['another scheme', 'file:///etc/passwd', 'scheme'],
      ['a password in it', 'https://a:b@shop.example/item', 'credentials'],
      ['is not an address', 'shop item 17', 'bad-url'],
    ])('%s', async (_what, url, reason) => {
      const message = await refused(url)
      expect(message).toContain(`(${reason})`)
    })

    test('a redirect into the inner network', async () => {
      answers = {
        '/out': (_, response) =>
          response.writeHead(302, { location: `http://127.0.0.1:${innerPort}/secret` }).end(),
        '/meta': (_, response) =>
          response.writeHead(301, { location: 'http://169.254.169.254/latest' }).end(),
        '/near': (_, response) => response.writeHead(302, { location: '/item' }).end(),
        '/item': say(jsonLd(product())),
      }
      expect(await refused(at('/out'))).toMatch(/port|private-address/)
      expect(await refused(at('/meta'))).toContain('private-address')
      expect(requests).toEqual([])
      expect((await ingestFrom(at('/near'), '?preview=true')).body.url).toBe(at('/item'))
    })

    test('an endless page, and one that never arrives', async () => {
      let closed = 0
      answers = {
        '/endless': (request, response) => {
          response.writeHead(200, html)
          const more = (): void => {
            while (!response.destroyed && response.write('<p>'.repeat(20_000)));
          }
          response.on('drain', more)
          request.on('close', () => closed++)
          more()
        },
        '/silent': (_, response) => void response.writeHead(200, html).write('<p>'),
      }
      expect(await refused(at('/endless'))).toContain('too-large')
      expect(await refused(at('/silent'))).toContain('too-slow')
      await expect.poll(() => closed).toBe(1)
    })

    test('something that is not a page, and a page without a listing', async () => {
      answers = {
        '/picture': say('GIF89a', { 'content-type': 'image/gif' }),
        '/plain': say('<title>About us</title>'),
      }
      expect(await refused(at('/picture'))).toMatch(/content-type.*image\/gif/)
      expect(await refused(at('/none'))).toMatch(/status.*404/)
      const { status, body } = await ingestFrom(at('/plain'))
      expect([status, body.detail]).toEqual([
        422,
        expect.stringContaining('contains no listing as JSON-LD, microdata or Open Graph'),
      ])
    })
  })

  describe('a saved page', () => {
    const url = `?url=${encodeURIComponent('https://shop.example/item/17')}`

    test('is read like one that was fetched, and nothing is fetched', async () => {
      const page = `<link rel="canonical" href="/item/17">${jsonLd(product({ sku: 'S-1' }))}`
      const { status, body } = await send(page, 'text/html', url)
      expect(status).toBe(200)
      expect(body).toMatchObject({
        url: 'https://shop.example/item/17',
        listings: [{ taken: { listing: 'S-1', state: 'new' } }],
      })
    })

    test('needs its original address, and is read by its actual encoding', async () => {
      const none = await send(jsonLd(product()), 'text/html')
      expect(none.body).toMatchObject({ class: 'validation-failed', pointer: '/url' })
      const wrong = await send('id,title', 'application/pdf', url)
      expect(wrong.status).toBeGreaterThanOrEqual(400)
      expect(wrong.body.detail).toContain('application/pdf')
      const other = await send(JSON.stringify({ address: 'x' }), 'application/json')
      expect(other.body.detail).toContain('/url')
    })

    test('is read no further than its limit', async () => {
      const page = `${jsonLd(product({ sku: 'L-1' }))}${'<p>word</p>'.repeat(1_200_000)}`
      const { body } = await send(page, 'text/html', `${url}&preview=true`)
      expect(body.listings).toHaveLength(1)
      expect(body.faults[0]?.message).toContain('larger than 10 MiB')
    })
  })

  test('is for keys with listings:write and persons who decide', async () => {
    const readOnly = (await newKey(store, 'market', ['listings:read'])).text
    const url = `?preview=true&url=${encodeURIComponent('https://shop.example/1')}`
    expect((await send(jsonLd(product()), 'text/html', url, readOnly)).status).toBe(403)
    const house = newApi(store)
    try {
      const saved = async (role: string): Promise<number> => {
        const member = await newMember(house, store, 'market', `${role}@market.example`, {
          roles: [role],
        })
        const answer = await member.post('/api/v1/listings/page?preview=true', {
          url: 'http://[::1]/',
        })
        return answer.status
      }
      expect(await saved('auditor')).toBe(403)
      expect(await saved('analyst')).toBe(422)
    } finally {
      await house.close()
    }
  })
})
