import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { createApi } from './app.ts'

type Result = { row: number; state?: string; error?: { pointer: string; message: string } }

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
const rows = [
  '{"id":"good-1","title":"Bag"}',
  `{"id":"deep","title":"Bag","extra":${nested(5000)}}`,
  `{"id":"edge","title":"Bag","extra":${nested(63)}}`,
  `{"id":"beyond","title":"Bag","extra":${nested(64)}}`,
  nested(5000),
  '{"id":"good-2","title":"Bag"}',
]
const refusedRows = [1, 3, 4]

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let key: string
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'market-a')
    const scopes = ['listings:read', 'listings:write', 'catalog:write', 'decisions:write'] as const
    key = (await newKey(store, 'market-a', [...scopes])).text
    app = createApi({ store, screening: screenInProcess(starterEngine), checkAnswers: true })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const send = async (
    url: string,
    type: string,
    payload: string,
    more: InjectOptions = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': type, ...more.headers }
    const answer = await app.inject({ method: 'POST', url, payload, ...more, headers })
    return { status: answer.statusCode, body: answer.json() }
  }

  test.each([
    ['application/json', `[${rows.join(',')}]`],
    ['application/x-ndjson', rows.join('\n')],
  ])('a batch of %s refuses its deep rows by name and takes the others', async (type, payload) => {
    // With an idempotency key the rows are hashed as well.
    const headers = { 'idempotency-key': `deep-${type.replace('/', '-')}` }
    const { status, body } = await send('/api/v1/listings/batch', type, payload, { headers })
    expect([status, body['taken'], body['failed']]).toEqual([200, 3, 3])
    const refused = (body['results'] as Result[]).filter(({ error }) => error !== undefined)
    expect(refused.map(({ row }) => row)).toEqual(refusedRows)
    expect(refused[0]?.error).toMatchObject({
      pointer: '/extra',
      message: expect.stringContaining('/extra is nested deeper than 64 levels'),
    })
  })

  test.each([
    ['one array', `[${rows.join(',\n')}]`],
    ['NDJSON', rows.join('\n')],
  ])('a file of %s does the same', async (_what, payload) => {
    const url = '/api/v1/listings/file?rejects=10'
    const { status, body } = await send(url, 'application/octet-stream', payload)
    expect([status, body['taken'], body['failed']]).toEqual([200, 3, 3])
    expect(JSON.stringify(body)).toContain('is nested deeper than 64 levels')
  })

  test('one listing, one decision and one brand that are too deep are refused, wherever the depth lies', async () => {
    const deep = nested(5000)
    const brand = `{"id":"acme","name":"Acme","extra":${deep}}`
    const one = await send('/api/v1/listings', 'application/json', rows[1]!)
    const put = await send('/api/v1/catalog/brands/acme', 'application/json', brand, {
      method: 'PUT',
    })
    const mapping = await send(
      '/api/v1/imports/mapping-previews',
      'application/json',
      `{"rows":${deep}}`,
    )
    for (const { status, body } of [one, put, mapping]) {
      expect([status, body]).toEqual([
        422,
        expect.objectContaining({ detail: expect.stringContaining('nested deeper') }),
      ])
    }
    const decisions = `[{"listing":"x","action":${deep}}]`
    const { status, body } = await send('/api/v1/decisions', 'application/json', decisions)
    expect([status, JSON.stringify(body)]).toEqual([
      200,
      expect.stringContaining('/action is nested deeper than 64 levels'),
    ])
  })

  test('a sign-in of eight thousand brackets is refused as any other', async () => {
    const payload = `{"email":${nested(4000)}}`
    const { status, body } = await send('/api/v1/session', 'application/json', payload)
    expect([status, body]).toMatchObject([422, { class: 'validation-failed', pointer: '/email' }])
  })

  const members = (count: number): string =>
    Array.from({ length: count }, (_, at) => `"k${at}":"v"`).join(',')

  test.each([2001, 100_001])(
    'a row with %d attributes is refused, and the others are taken',
    async (count) => {
      const many = `{"id":"many","title":"Bag","attributes":{${members(count)}}}`
      const three = ['{"id":"good-1","title":"Bag"}', many, '{"id":"good-2","title":"Bag"}']
      const sent: [string, string, string][] = [
        ['batch', 'application/json', `[${three.join(',')}]`],
        ['batch', 'application/x-ndjson', three.join('\n')],
        ['file?rejects=10', 'application/octet-stream', `[${three.join(',\n')}]`],
        ['file?rejects=10', 'application/octet-stream', three.join('\n')],
      ]
      for (const [path, type, payload] of sent) {
        const { status, body } = await send(`/api/v1/listings/${path}`, type, payload)
        expect([path, type, status, body['taken'], body['failed']]).toEqual([path, type, 200, 2, 1])
        expect(JSON.stringify(body)).toMatch(/has more than (2,000|100,000) values/)
      }
      const one = await send('/api/v1/listings', 'application/json', many)
      expect([one.status, JSON.stringify(one.body)]).toEqual([
        422,
        expect.stringContaining('/attributes has more than 2,000 values'),
      ])
    },
  )

  test.each<[string, NonNullable<InjectOptions['method']>, string, string]>([
    ['25,000', 'PUT', '/api/v1/catalog/brands/acme', `{"names":[${'"a",'.repeat(30_000)}""]}`],
    [
      '25,000',
      'POST',
      '/api/v1/imports/mapping-previews',
      `{"rows":[{"cells":{${members(250_000)}}}]}`,
    ],
    ['1,000,000', 'POST', '/api/v1/catalog/imports', `{"brands":[${'{},'.repeat(600_000)}{}]}`],
    [
      '12,000',
      'POST',
      '/api/v1/decisions/withdrawals',
      `{"decisions":[${'"",'.repeat(12_000)}""]}`,
    ],
    ['2,000', 'POST', '/api/v1/decisions', `{${members(250_000)}}`],
    ['5,000,000', 'POST', '/api/v1/listings/batch', `[${'1,'.repeat(5_000_000)}1]`],
  ])('a body has at most %s values at %s %s', async (most, method, url, payload) => {
    const { status, body } = await send(url, 'application/json', payload, { method })
    const message = `the body has more than ${most} values; send less at once`
    expect([status, body]).toMatchObject([422, { class: 'validation-failed', detail: message }])
  })

  test('ten thousand rows of a hundred values each are read, and one with too many is refused alone', async () => {
    const row = `{"id":"many","attributes":{${members(100)}}}`
    const payload = `[${`${row},`.repeat(9999)}{${members(250_000)}}]`
    const { status, body } = await send('/api/v1/listings/batch', 'application/json', payload)
    expect([status, body['failed']]).toEqual([200, 10_000])
    const results = body['results'] as Result[]
    expect(results[0]?.error).toMatchObject({ pointer: '/title' })
    expect(results[9999]?.error?.message).toContain('has more than 100,000 values')
  })

  test.each([
    ['application/json', `{${members(30_000)}}`],
    ['application/json', `{"items":[${'{},'.repeat(5000)}{}]}`],
  ])('a notice of strangers in %s has a limited number of values', async (type, payload) => {
    const url = '/api/v1/marketplaces/market-a/notices'
    const answer = await app.inject({
      method: 'POST',
      url,
      payload,
      headers: { 'content-type': type },
    })
    const error = answer.json<{ code: string; class: string; detail: string }>()
    expect([answer.statusCode, error]).toMatchObject([
      422,
      {
        class: 'validation-failed',
        detail: 'the body has more than 5,000 values; send less at once',
      },
    ])
  })
})
