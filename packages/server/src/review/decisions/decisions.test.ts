import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'

type Body = Record<string, unknown>
type Answer = { status: number; body: Body }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let organisationId: string
  const keys = { market: '', rival: '', decider: '', brand: '' }
  /** Touchstone's ids by the market's own. */
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = createApi({ store, screening: screenInProcess(starterEngine), checkAnswers: true })
    organisationId = (await newOrganisation(store, 'market-a')).id
    await newOrganisation(store, 'market-b')
    await newOrganisation(store, 'velmoraq', { kind: 'rights-holder' })
    const all = ['listings:read', 'listings:write', 'decisions:write', 'outcomes:write']
    keys.market = (await newKey(store, 'market-a', all)).text
    keys.rival = (await newKey(store, 'market-b', all)).text
    keys.decider = (await newKey(store, 'market-a', ['decisions:write'])).text
    keys.brand = (await newKey(store, 'velmoraq', all)).text
    const rows = ['one', 'two', 'three'].map((id) => ({ id, title: `Velmoraq bag ${id}` }))
    const sent = await ask('POST', '/listings/batch', [
      ...rows,
      { id: 'one', marketplace: 'shop', title: 'Velmoraq bag, elsewhere' },
    ])
    for (const { id, row } of sent.body['results'] as { id: string; row: number }[]) {
      ids[row === 3 ? 'shop/one' : rows[row]!.id] = id
    }
    await ask('POST', '/listings', { id: 'two', title: 'Velmoraq bag two, changed' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    payload?: unknown,
    more: { key?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const isText = typeof payload === 'string'
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        authorization: `Bearer ${more.key ?? keys.market}`,
        ...(payload !== undefined && {
          'content-type': isText ? 'application/x-ndjson' : 'application/json',
        }),
        ...more.headers,
      },
      ...(payload !== undefined && { payload: isText ? payload : JSON.stringify(payload) }),
    })
    return { status: response.statusCode, body: response.json() }
  }
  const itemsOf = async (path: string, key = keys.market): Promise<Body[]> =>
    (await ask('GET', path, undefined, { key })).body['items'] as Body[]
  const eventsOf = async (type: string): Promise<unknown[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ data: unknown }>`
        select data from outbox_events where type = ${type} order by at desc, id`.execute(handle),
    )
    return rows.map(({ data }) => data)
  }

  describe('one decision', () => {
    test('is stored with its label, and shown to others without note and reviewer', async () => {
      const { status, body } = await ask('POST', '/decisions', {
        listing: 'one',
        verdict: 'counterfeit',
        reason: 'stitching',
        note: 'Seen \u00fc 集',
        reviewer: 'r-17',
        at: '2026-11-24T10:00:00+01:00',
      })
      expect([status, body]).toMatchObject([
        200,
        { taken: 1, failed: 0, results: [{ row: 0, listing: ids['one'], version: 1 }] },
      ])
      const [{ id }] = body['results'] as [{ id: string }]
      expect(await itemsOf(`/listings/${ids['one']}/decisions`)).toEqual([
        {
          id,
          listing: {
            id: ids['one'],
            marketplace: '',
            externalId: 'one',
            title: 'Velmoraq bag one',
          },
          source: 'marketplace',
          version: 1,
          verdict: 'counterfeit',
          superseded: false,
          reason: 'stitching',
          note: 'Seen \u00fc 集',
          reviewer: 'r-17',
          at: '2026-11-24T09:00:00.000Z',
          recordedAt: expect.any(String),
          withdrawnAt: null,
          mayWithdraw: true,
          label: { class: 'counterfeit', strength: 'weak' },
        },
      ])
      expect(await eventsOf('decision.recorded')).toEqual([
        {
          listing: { id: ids['one'], marketplace: '', externalId: 'one' },
          decision: id,
          version: 1,
          verdict: 'counterfeit',
        },
      ])
    })

    test('that arrives later supersedes the earlier one, which stays', async () => {
      await ask('POST', '/decisions', { id: ids['one'], verdict: 'genuine' })
      await ask('POST', '/decisions', {
        listing: 'one',
        verdict: 'unclear',
        at: '2026-11-23T10:00:00Z',
      })
      const items = await itemsOf(`/listings/${ids['one']}/decisions`)
      expect(items.map(({ verdict, superseded }) => [verdict, superseded])).toEqual([
        ['unclear', true],
        ['genuine', false],
        ['counterfeit', true],
      ])
    })

    test('is on the newest version, or on the one that was looked at', async () => {
      await ask('POST', '/decisions', { listing: 'two', verdict: 'unclear' })
      await ask('POST', '/decisions', { listing: 'two', version: 1, verdict: 'unclear' })
      const items = await itemsOf(`/listings/${ids['two']}/decisions`)
      expect(items.map(({ version }) => version)).toEqual([1, 2])
    })

    test('names the marketplace if the listing was sent with one', async () => {
      const { body } = await ask('POST', '/decisions', {
        listing: 'one',
        marketplace: 'shop',
        verdict: 'unclear',
      })
      expect(body['results']).toMatchObject([{ listing: ids['shop/one'] }])
    })

    test.each<[what: string, sent: Body, pointer: string, words: string]>([
      ['an unknown verdict', { listing: 'one', verdict: 'fake' }, '/verdict', 'write one of'],
      ['no offer', { verdict: 'genuine' }, '/listing', 'must name the listing'],
      ['two names', { id: randomUUID(), listing: 'one', verdict: 'genuine' }, '/listing', 'by id'],
      ['an id that is none', { id: 'x', verdict: 'genuine' }, '/id', 'found "x"'],
      ['a later version', { listing: 'one', version: 9, verdict: 'genuine' }, '/version', 'is 1'],
      [
        'the future',
        { listing: 'one', verdict: 'genuine', at: '2999-01-01T00:00:00Z' },
        '/at',
        'future',
      ],
      [
        'the year 0',
        { listing: 'one', verdict: 'genuine', at: '0000-01-01T00:00:00Z' },
        '/at',
        '2000',
      ],
      [
        'a null character',
        { listing: 'one', verdict: 'genuine', note: 'a\0b' },
        '/note',
        'null char',
      ],
      ['a field of its own', { listing: 'one', verdict: 'genuine', who: 1 }, '', 'who'],
      ['no object', [1] as unknown as Body, '', ''],
    ])('with %s is refused with field and mend', async (what, sent, pointer, words) => {
      const { status, body } = await ask('POST', '/decisions', sent)
      if (what === 'no object') {
        expect([status, body]).toMatchObject([200, { taken: 0, failed: 1 }])
        return
      }
      expect([status, body]).toMatchObject([
        422,
        { class: 'validation-failed', pointer, detail: expect.stringContaining(words) },
      ])
    })

    test('on an invisible listing looks like one on a missing one', async () => {
      const send = async (id: string): Promise<unknown> => {
        const { status, body } = await ask(
          'POST',
          '/decisions',
          { id, verdict: 'counterfeit' },
          { key: keys.rival },
        )
        return [
          status,
          JSON.stringify(body)
            .replaceAll(id, 'ID')
            .replaceAll(/"(requestId|instance)":"[^"]*"/g, ''),
        ]
      }
      const other = await send(ids['one']!)
      expect(other).toEqual(await send(randomUUID()))
      expect(other).toEqual([404, expect.stringContaining('there is no listing ID')])
      const named = await ask(
        'POST',
        '/decisions',
        { listing: 'one', verdict: 'genuine' },
        { key: keys.rival },
      )
      expect(named.status).toBe(404)
      for (const path of ['decisions', 'outcomes']) {
        const { status } = await ask('GET', `/listings/${ids['one']}/${path}`, undefined, {
          key: keys.rival,
        })
        expect(status).toBe(404)
        expect(await itemsOf(`/${path}`, keys.rival)).toEqual([])
      }
    })
  })

  describe('many at once', () => {
    test('each have their own result, good ones beside bad ones', async () => {
      const lines = [
        '{"listing":"one","verdict":"genuine"}',
        'not json',
        `{"id":"${randomUUID()}","verdict":"genuine"}`,
        '{"listing":"three","verdict":"grey-market"}',
      ]
      const { status, body } = await ask('POST', '/decisions', lines.join('\n'))
      expect([status, body]).toMatchObject([
        200,
        {
          taken: 2,
          failed: 2,
          results: [
            { row: 0, listing: ids['one'] },
            { row: 1, error: { pointer: '' } },
            { row: 2, error: { pointer: '/id' } },
            { row: 3, listing: ids['three'] },
          ],
        },
      ])
    })

    test('are at most ten thousand, and that many are accepted', async () => {
      const row = { listing: 'three', verdict: 'unclear' }
      const all = Array.from({ length: 10_000 }, () => row)
      const { body } = await ask('POST', '/decisions', all)
      expect(body).toMatchObject({ taken: 10_000, failed: 0 })
      const { status, body: refused } = await ask('POST', '/decisions', [...all, row])
      expect([status, refused]).toMatchObject([
        422,
        { code: 'row-limit-exceeded', detail: expect.stringContaining('at most 10000') },
      ])
    })

    test('under one key are accepted once; the key with another request is refused', async () => {
      const headers = { 'idempotency-key': 'night-1' }
      const rows = [{ listing: 'one', verdict: 'unclear' }]
      const first = await ask('POST', '/decisions', rows, { headers })
      const again = await ask('POST', '/decisions', rows, { headers })
      expect(again).toEqual(first)
      for (const [path, other] of [
        ['/decisions', [{ listing: 'two', verdict: 'unclear' }]],
        ['/outcomes', rows],
      ] as const) {
        expect((await ask('POST', path, other, { headers })).status).toBe(409)
      }
    })

    test('are returned page by page, each once', async () => {
      const seen = new Set<string>()
      let after: string | null = ''
      let pages = 0
      while (after !== null && pages < 5) {
        const path: string = `/decisions?limit=200${after && `&after=${after}`}`
        const { body } = await ask('GET', path)
        for (const { id } of body['items'] as { id: string }[]) {
          expect(seen.has(id)).toBe(false)
          seen.add(id)
        }
        after = body['next'] as string | null
        pages++
      }
      expect(seen.size).toBe(1000)
    })
  })

  describe('an outcome', () => {
    test('is stored with its label: a removal alone says nothing about the goods', async () => {
      await ask('POST', '/outcomes', [
        { listing: 'one', outcome: 'removed' },
        { listing: 'one', outcome: 'test-purchase-counterfeit', note: 'lab 7' },
      ])
      const items = await itemsOf(`/listings/${ids['one']}/outcomes`)
      const labels = Object.fromEntries(items.map(({ outcome, label }) => [outcome, label]))
      expect(labels).toEqual({
        removed: { class: 'unknown', strength: 'none' },
        'test-purchase-counterfeit': { class: 'counterfeit', strength: 'strong' },
      })
      expect(await eventsOf('outcome.recorded')).toHaveLength(2)
      expect(await itemsOf('/outcomes')).toHaveLength(2)
    })
  })

  test('a key without the scope is refused', async () => {
    const key = keys.decider
    const rows = { listing: 'one', outcome: 'removed' }
    expect((await ask('POST', '/outcomes', rows, { key })).status).toBe(403)
    expect((await ask('GET', '/decisions', undefined, { key })).status).toBe(403)
  })

  describe('row by row in the store', () => {
    test('no request can change or withdraw recorded statements', async () => {
      for (const query of [
        sql`update decisions set verdict = 'genuine'`,
        sql`delete from decisions`,
        sql`update outcomes set outcome = 'restored'`,
        sql`delete from outcomes`,
      ]) {
        await expect(
          store.transact(tenantContext(organisationId), (handle) => query.execute(handle)),
        ).rejects.toThrow(/permission denied/)
      }
    })

    test('no one decides in another organisation’s or person’s name', async () => {
      const insert = (organisation: string, actor: string): Promise<unknown> =>
        store.transact(tenantContext(organisationId), (handle) =>
          sql`insert into decisions
                (id, organisation_id, listing_id, version, verdict, source, decided_at, actor_id)
              values (${randomUUID()}, ${organisation}::uuid, ${ids['one']}::uuid, 1, 'genuine',
                'marketplace', now(), ${actor})`.execute(handle),
        )
      const { id: other } = await newOrganisation(store, 'market-c')
      await expect(insert(other, 'x')).rejects.toThrow('row-level security')
      await expect(insert(organisationId, 'another')).rejects.toThrow('row-level security')
    })

    test('every request is in the log, without its statements', async () => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ text: string }>`
          select t::text as text from audit_events t
          where action in ('decisions-recorded', 'outcomes-recorded')`.execute(handle),
      )
      expect(rows.length).toBeGreaterThan(8)
      const text = JSON.stringify(rows)
      for (const secret of ['stitching', 'r-17', 'lab 7']) expect(text).not.toContain(secret)
    })
  })
})
