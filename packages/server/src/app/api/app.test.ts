import { gzipSync } from 'node:zlib'
import type { Assessment, Listing } from '@touchstone/contract'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess, type Engine } from '../../listings/screening/index.ts'
import { createApi } from './app.ts'

type Answer = { status: number; body: Record<string, unknown>; headers: Record<string, unknown> }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let judged: Listing[]
  const keys = { writer: '', reader: '', rival: '' }

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'market-a')
    await newOrganisation(store, 'market-b')
    const both = ['listings:read', 'listings:write']
    keys.writer = (await newKey(store, 'market-a', both)).text
    keys.reader = (await newKey(store, 'market-a', ['listings:read'])).text
    keys.rival = (await newKey(store, 'market-b', both)).text
    judged = []
    const counting: Engine = {
      name: starterEngine.name,
      screen: (listing: Listing): Assessment => {
        judged.push(listing)
        return starterEngine.screen(listing)
      },
    }
    app = createApi({ store, screening: screenInProcess(counting), checkAnswers: true })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask(
    key: string | undefined,
    request: InjectOptions & { url: string },
  ): Promise<Answer> {
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` }
    const response = await app.inject({
      ...request,
      headers: { ...authorization, ...request.headers },
    })
    return {
      status: response.statusCode,
      body: response.json(),
      headers: response.headers,
    }
  }
  const send = (key: string, payload: unknown, more: Record<string, string> = {}) =>
    ask(key, {
      method: 'POST',
      url: '/api/v1/listings',
      headers: { 'content-type': 'application/json', ...more },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
  const sendBatch = (key: string, payload: string, more: Record<string, string> = {}) =>
    ask(key, {
      method: 'POST',
      url: '/api/v1/listings/batch',
      headers: { 'content-type': 'application/x-ndjson', ...more },
      payload,
    })
  const list = (key: string, query = '') =>
    ask(key, { method: 'GET', url: `/api/v1/listings${query}` })

  const replica = {
    id: 'r1',
    title: 'Gucci bag, 1:1 replica, mirror quality',
    price: { amount: '40', currency: 'USD' },
    condition: 'new',
  }

  describe('one listing', () => {
    test('is answered with its assessment and kept', async () => {
      const { status, body } = await send(keys.writer, replica)
      expect(status).toBe(201)
      expect(body).toMatchObject({
        listing: 'r1',
        version: 1,
        state: 'new',
        assessment: { listing: 'r1', verdict: 'block', complete: true },
      })
      const { body: page } = await list(keys.reader)
      expect(page).toMatchObject({
        items: [{ version: 1, changed: [], listing: replica, assessment: { verdict: 'block' } }],
        next: null,
      })
    })

    test('that arrives again is not assessed again, even if it was only seen later', async () => {
      const before = judged.length
      const { status, body } = await send(keys.writer, {
        ...replica,
        observedAt: '2026-11-25T12:00:00Z',
      })
      expect([status, body['state'], body['version']]).toEqual([200, 'unchanged', 1])
      expect(body['assessment']).toMatchObject({ verdict: 'block' })
      expect(judged).toHaveLength(before)
    })

    test('with another price is judged again, as a new version that names the field', async () => {
      const before = judged.length
      const { body } = await send(keys.writer, {
        ...replica,
        price: { amount: '41', currency: 'USD' },
      })
      expect([body['state'], body['version']]).toEqual(['changed', 2])
      expect(judged).toHaveLength(before + 1)
      expect((await list(keys.reader)).body).toMatchObject({
        items: [{ version: 2, changed: ['price'] }],
      })
    })

    test('of the same content under another id is not judged again', async () => {
      await send(keys.writer, { ...replica, id: 'r2' })
      const before = judged.length
      const { body } = await send(keys.writer, { ...replica, id: 'r3' })
      expect(judged).toHaveLength(before)
      expect(body).toMatchObject({
        state: 'new',
        assessment: { listing: 'r3', verdict: 'block' },
      })
    })

    test('contains any text: markup, null characters, unpaired surrogates', async () => {
      const odd = { id: 'odd', title: '<script>alert(1)</script> \u0000 \ud800 bag', 'a\u0000b': 1 }
      expect((await send(keys.writer, { ...odd, 'a\u0000b': 0 })).status).toBe(201)
      expect((await send(keys.writer, odd)).body['state']).toBe('changed')
      const { items } = (await list(keys.reader)).body as { items: { listing: Listing }[] }
      expect(items.find(({ listing }) => listing.id === 'odd')?.listing).toEqual(odd)
    })

    test.each([
      ['{"id":', 'json-invalid', undefined],
      ['{"id":"1"}', 'bad-listing', '/title'],
      ['{"id":"1","title":"x","price":{"amount":9}}', 'bad-listing', '/price/amount'],
      ['[]', 'bad-listing', ''],
      [JSON.stringify({ id: 'a\u0000b', title: 'x' }), 'bad-listing', '/id'],
    ])('%s is refused by name', async (payload, code, pointer) => {
      const { status, body } = await send(keys.writer, payload)
      expect(status).toBe(code === 'json-invalid' ? 400 : 422)
      expect(body).toMatchObject({ code, ...(pointer !== undefined && { pointer }) })
      expect((body['detail'] as string).length).toBeGreaterThan(20)
    })

    test('of another content type is refused with the one that is read', async () => {
      const { status, body } = await send(keys.writer, 'id=1', { 'content-type': 'text/plain' })
      expect(status).toBe(415)
      expect(body).toMatchObject({
        code: 'content-type-unsupported',
        detail: expect.stringContaining('send application/json') as string,
      })
    })
  })

  describe('a batch', () => {
    const row = (id: string, more: Record<string, unknown> = {}) =>
      JSON.stringify({ id, title: `Offer ${id}`, ...more })

    test('gives each row its result and accepts the good ones beside the bad ones', async () => {
      const lines = [row('b1'), '{"id":', row('b2', { title: 7 }), row('b3'), row('b1')]
      const { status, body } = await sendBatch(keys.writer, lines.join('\n'))
      expect(status).toBe(200)
      expect(body).toMatchObject({
        taken: 2,
        failed: 3,
        results: [
          { row: 0, listing: 'b1', state: 'new', verdict: 'clear' },
          { row: 1, error: { pointer: '' } },
          { row: 2, error: { pointer: '/title' } },
          { row: 3, listing: 'b3' },
          { row: 4, error: { message: expect.stringContaining('row 0') as string } },
        ],
      })
    })

    test('under a known idempotency key gets the same response, and no second version', async () => {
      const key = { 'idempotency-key': 'nightly-1' }
      const first = await sendBatch(keys.writer, row('i1'), key)
      const second = await sendBatch(keys.writer, row('i1'), key)
      expect(second.body).toEqual(first.body)
      const other = await sendBatch(keys.writer, row('i2'), key)
      expect([other.status, other.body['class']]).toEqual([409, 'conflict'])
      // Idempotency keys belong to the organisation: another may use the same one.
      expect((await sendBatch(keys.rival, row('i2'), key)).status).toBe(200)
    })

    test('with too many rows is refused whole', async () => {
      const lines = Array.from({ length: 10_001 }, (_, at) => row(`m${at}`)).join('\n')
      const { status, body } = await sendBatch(keys.writer, lines)
      expect([status, body['class']]).toEqual([422, 'validation-failed'])
    })
  })

  describe('a file', () => {
    const rows = [
      { id: 'f1', title: 'Gucci bag, 1:1 replica', price: '40', currency: 'USD' },
      { id: 'f2', title: 'Tea, «green»; fresh', price: '3.5', currency: 'EUR' },
      { id: 'f3', title: '', price: '1', currency: 'EUR' },
    ]
    const csv = [
      'id;title;price;currency',
      ...rows.map(({ id, title, price, currency }) => `${id};"${title}";${price};${currency}`),
    ].join('\n')
    const sendFile = (key: string, payload: string | Buffer, type: string, query = '') =>
      ask(key, {
        method: 'POST',
        url: `/api/v1/listings/file${query}`,
        headers: { 'content-type': type },
        payload,
      })

    test('gives the same listings as NDJSON, as CSV in two encodings and as gzip', async () => {
      const ndjson = rows.map((row) => JSON.stringify(row)).join('\n')
      const first = await sendFile(keys.rival, ndjson, 'application/octet-stream')
      expect(first).toMatchObject({
        status: 200,
        body: {
          format: 'json',
          taken: 2,
          failed: 1,
          states: { new: 2 },
          faults: [{ row: 3, pointer: '/title' }],
        },
      })
      const utf16 = Buffer.from(`\ufeff${csv}`, 'utf16le')
      for (const [payload, type] of [
        [csv, 'text/csv'],
        [utf16, 'text/csv'],
        [gzipSync(csv), 'application/gzip'],
      ] as const) {
        expect((await sendFile(keys.rival, payload, type)).body).toMatchObject({
          format: 'csv',
          taken: 2,
          states: { new: 0, changed: 0, unchanged: 2 },
          faults: [{ row: 3, line: 4, pointer: '/title' }],
        })
      }
    })

    test('of JSON objects brings a column with the row that has it first', async () => {
      const plain = Array.from({ length: 60 }, (_, at) => ({ id: `late-${at}`, name: 'Tea' }))
      const late = [...plain, { id: 'late-60', name: 'Bag', desc: 'Gucci 1:1 replica' }]
      const { body } = await sendFile(keys.rival, JSON.stringify(late), 'application/octet-stream')
      expect(body).toMatchObject({ taken: 61, verdicts: { clear: 60, review: 1 } })
    })

    test('of listings is accepted unchanged, with characters that no column can store', async () => {
      const listing = { id: 'whole', title: 'Bag', variants: [{ name: 'Gucci 1:1' }] }
      await sendFile(keys.rival, JSON.stringify([listing]), 'application/octet-stream')
      const { items } = (await list(keys.rival, '?limit=200')).body as {
        items: { listing: Listing }[]
      }
      expect(items.find((item) => item.listing.id === 'whole')?.listing).toEqual(listing)
    })

    test('without a currency takes the one that the sender names, and assumes none unasked', async () => {
      const priced = 'id,title,price\nq1,Bag,10'
      const unnamed = await sendFile(keys.rival, priced, 'text/csv')
      expect(unnamed.body).toMatchObject({
        taken: 1,
        failed: 0,
        unread: [{ field: 'price', count: 1 }],
      })
      const named = await sendFile(keys.rival, priced, 'text/csv', '?currency=EUR')
      expect(named.body).toMatchObject({ taken: 1, failed: 0 })
    })

    test.each([
      ['a web page', '<!doctype html><p>hi', 'application/octet-stream'],
      ['nothing', '', 'text/csv'],
      ['half a gzip', gzipSync(csv).subarray(0, 40), 'application/gzip'],
      ['an entity bomb', '<!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>', 'text/xml'],
    ])('that is %s is reported, and nothing is stored', async (_what, payload, type) => {
      const { status, body } = await sendFile(keys.rival, payload, type)
      expect(status).toBe(200)
      expect(body['taken']).toBe(0)
    })

    test('is not accepted from a key that only reads, nor under another content type', async () => {
      expect((await sendFile(keys.reader, csv, 'text/csv')).status).toBe(403)
      expect((await sendFile(keys.writer, csv, 'text/html')).status).toBe(415)
    })

    test('of JSON or lines of JSON is read as such, under their content types too', async () => {
      const listing = { id: 'file-json', title: 'Bag' }
      for (const [type, text] of [
        ['application/json', JSON.stringify([listing])],
        ['application/x-ndjson', JSON.stringify(listing)],
        ['application/ndjson', JSON.stringify(listing)],
      ] as const) {
        const { status, body } = await sendFile(keys.writer, text, type)
        expect([type, status, body['taken']]).toEqual([type, 200, 1])
      }
    })
  })

  test('a list has pages without gap or repetition', async () => {
    const lines = Array.from({ length: 120 }, (_, at) => ({ id: `p${at}`, title: 'Page' }))
    await sendBatch(keys.rival, lines.map((line) => JSON.stringify(line)).join('\n'))
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 10; page++) {
      const { body } = await list(keys.rival, `?limit=50${after && `&after=${after}`}`)
      const { items, next } = body as { items: { listing: Listing }[]; next: string | null }
      seen.push(...items.map(({ listing }) => listing.id))
      if (next === null) break
      after = next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.filter((id) => id.startsWith('p'))).toHaveLength(120)
  })

  describe('permissions', () => {
    test('no one without a key, or with a wrong one', async () => {
      for (const key of [undefined, 'tsk_000000000000_x', `${keys.reader}x`]) {
        for (const url of ['/api/v1/listings', '/api/v1/none', '/%61pi/v1/listings']) {
          const { status, body } = await ask(key, { method: 'GET', url })
          expect([status, body['class']]).toEqual([401, 'unauthenticated'])
        }
      }
    })

    test('a key that reads does not write', async () => {
      const answers = [
        await send(keys.reader, replica),
        await sendBatch(keys.reader, JSON.stringify(replica)),
      ]
      for (const { status } of answers) expect(status).toBe(403)
    })

    test('another organisation sees nothing of a listing, and cannot change it under the same id', async () => {
      await send(keys.writer, { id: 'shared', title: 'Secret bag of market A' })
      const { body } = await send(keys.rival, { id: 'shared', title: 'Own bag of market B' })
      expect([body['state'], body['version']]).toEqual(['new', 1])
      const text = JSON.stringify((await list(keys.rival, '?limit=200')).body)
      expect(text).not.toContain('Secret bag')
      expect(JSON.stringify((await list(keys.reader, '?limit=200')).body)).not.toContain('Own bag')
    })

    test('a cursor of another organisation shows only its own listings', async () => {
      const { next } = (await list(keys.rival, '?limit=1')).body as { next: string }
      const { body } = await list(keys.reader, `?limit=200&after=${next}`)
      expect(JSON.stringify(body)).not.toContain('market B')
      expect((await list(keys.reader, '?after=none')).status).toBe(422)
    })
  })

  test('a listing is found by its submitted ID, and by its marketplace among all that are visible', async () => {
    const listings = [
      { id: 'own-1', title: 'Bag', marketplace: 'bazaar' },
      { id: 'own-1', title: 'Bag', marketplace: 'souk' },
      { id: 'own-2', title: 'Bag', marketplace: 'bazaar' },
    ]
    await sendBatch(keys.rival, listings.map((one) => JSON.stringify(one)).join('\n'))
    const found = async (key: string, query: string): Promise<string[]> => {
      const { body } = await list(key, query)
      const { items } = body as { items: { listing: Listing }[] }
      return items.map(({ listing: { marketplace, id } }) => `${marketplace} ${id}`).sort()
    }
    expect(await found(keys.rival, '?listing=own-1')).toEqual(['bazaar own-1', 'souk own-1'])
    expect(await found(keys.rival, '?listing=own-1&marketplace=souk')).toEqual(['souk own-1'])
    expect(await found(keys.rival, '?listing=own-1&verdict=block')).toEqual([])
    expect(await found(keys.rival, '?listing=own')).toEqual([])
    expect(await found(keys.reader, '?listing=own-1&marketplace=souk')).toEqual([])
  })

  test('two requests for the same listings at once leave one version of each', async () => {
    const lines = Array.from({ length: 40 }, (_, at) => ({ id: `c${at}`, title: 'At once' }))
    const forth = lines.map((line) => JSON.stringify(line)).join('\n')
    const back = lines
      .toReversed()
      .map((line) => JSON.stringify(line))
      .join('\n')
    const answers = await Promise.all(
      [forth, back, forth, back].map((payload) => sendBatch(keys.writer, payload)),
    )
    const states = answers.flatMap(({ body }) =>
      (body['results'] as { state: string; version: number }[]).map(({ state, version }) => [
        state,
        version,
      ]),
    )
    expect(states).toHaveLength(160)
    expect(states.filter(([state]) => state === 'new')).toHaveLength(40)
    expect(states.every(([, version]) => version === 1)).toBe(true)
  })

  test('the server reports to anyone that it is alive and ready', async () => {
    expect((await ask(undefined, { method: 'GET', url: '/health' })).body).toEqual({ status: 'ok' })
    expect((await ask(undefined, { method: 'GET', url: '/ready' })).body).toMatchObject({
      status: 'ready',
      engine: starterEngine.name,
      store: engine.name,
    })
  })

  test('every answer has a request id, and none a name for what broke inside', async () => {
    const { body, headers } = await ask(undefined, { method: 'GET', url: '/none' })
    expect(headers['x-request-id']).toBe(body['requestId'])
    expect(body).toMatchObject({ code: 'not-found', retryable: false })
  })
})
