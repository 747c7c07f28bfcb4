import { randomUUID } from 'node:crypto'
import type { FilePreviewView, ImportProgressView } from '@touchstone/contract'
import { sql } from 'kysely'
import writeWorkbook from 'write-excel-file/node'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Body = Record<string, unknown>

const table = 'Nr;Was;Kostet\nA-1;Ledergürtel, braun;25,00\nA-2;Seidenschal;1.299\n'
const mapping = {
  columns: [
    { column: 'Nr', field: 'id' },
    { column: 'Was', field: 'title' },
    { column: 'Kostet', field: 'price' },
  ],
  currency: 'EUR',
  decimal: ',',
}
const headers = ['Nr', 'Was', 'Kostet']

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let key: string
  let otherKey: string
  let admin: Browser
  let reviewer: Browser
  let url: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market-a')
    await newOrganisation(store, 'market-b')
    key = (await newKey(store, 'market-a', ['listings:write', 'listings:read'])).text
    otherKey = (await newKey(store, 'market-b', ['listings:write'])).text
    admin = await newMember(app, store, 'market-a', 'ada@market.example')
    reviewer = await newMember(app, store, 'market-a', 'rob@market.example', {
      roles: ['reviewer'],
    })
    url = await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask<T = Body>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    payload?: unknown,
    who = key,
  ): Promise<{ status: number; body: T }> {
    const isFile = typeof payload === 'string' || payload instanceof Uint8Array
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        authorization: `Bearer ${who}`,
        ...(payload !== undefined && {
          'content-type': isFile ? 'application/octet-stream' : 'application/json',
        }),
      },
      ...(payload !== undefined && {
        payload: isFile ? Buffer.from(payload) : JSON.stringify(payload),
      }),
    })
    return { status: response.statusCode, body: response.json() }
  }
  const preview = async (
    file: string | Uint8Array,
    query = '',
    who = key,
  ): Promise<FilePreviewView> =>
    (await ask<FilePreviewView>('POST', `/imports/previews${query}`, file, who)).body
  const logged = async (action: string): Promise<number> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ count: number }>`
        select count(*)::int as count from audit_events where action = ${action}`.execute(handle),
    )
    return rows[0]!.count
  }

  describe('a preview', () => {
    test('proposes a mapping and shows what rows would become, each fault with its column', async () => {
      const { format, columns, rows } = await preview(table)
      expect(format).toBe('csv')
      expect(columns).toMatchObject({ headers, remembered: false })
      expect(rows).toHaveLength(2)
      expect(rows[0]!.cells).toEqual({ Nr: 'A-1', Was: 'Ledergürtel, braun', Kostet: '25,00' })
      expect((await ask('GET', '/listings')).body['items']).toEqual([])
    })

    test('without listings maps nothing', async () => {
      const { columns, rows } = await preview('{"id":"1","title":"Belt"}\n{"id":2}\n')
      expect(columns).toBeNull()
      expect(rows[0]!.listing).toEqual({ id: '1', title: 'Belt' })
      expect(rows[1]).toMatchObject({
        listing: null,
        cells: { id: 2 },
        faults: [
          { pointer: '/id', cause: 'wrong-type' },
          { pointer: '/title', cause: 'missing' },
        ],
      })
    })

    test('of the beginning of a file ignores the truncated part', async () => {
      const file = '[{"Nr":"1","Was":"A brown belt"},{"Nr":"2","Wa'
      expect((await preview(file)).rows).toHaveLength(2)
      expect((await preview(file, '?cut=true')).rows).toHaveLength(1)
    })

    test('reads workbooks and feeds', async () => {
      const workbook = await writeWorkbook([
        ['id', 'title'],
        ['1', 'Belt'],
      ]).toBuffer()
      expect(await preview(workbook)).toMatchObject({
        format: 'xlsx',
        rows: [{ listing: { id: '1', title: 'Belt' } }],
      })
      const feed = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id>
        <title>Belt</title></item></channel></rss>`
      expect(await preview(feed)).toMatchObject({
        format: 'merchant-xml',
        rows: [{ listing: { id: '1', title: 'Belt' } }],
      })
    })

    test('of an unreadable file states the reason', async () => {
      const { rows } = await preview('<html><body>Hello</body></html>')
      expect(rows[0]).toMatchObject({ cells: null, listing: null })
      expect(rows[0]!.faults[0]!.message).toMatch(/web page/)
    })

    test('is for those who may submit listings', async () => {
      const { status } = await reviewer.post('/api/v1/imports/mapping-previews', {
        mapping,
        rows: [],
      })
      expect(status).toBe(403)
      const reading = (await newKey(store, 'market-a', ['listings:read'])).text
      expect((await ask('POST', '/imports/previews', table, reading)).status).toBe(403)
    })
  })

  test('a mapping is tried on rows before it is kept', async () => {
    const rows = [{ row: 2, line: 3, cells: { Nr: 'A-2', Was: 'Seidenschal', Kostet: '1.299' } }]
    const { body } = await ask('POST', '/imports/mapping-previews', { mapping, rows })
    expect(body['rows']).toMatchObject([
      { row: 2, line: 3, listing: { price: { amount: '1299', currency: 'EUR' } }, faults: [] },
    ])
    const point = { ...mapping, decimal: '.' }
    const { body: other } = await ask('POST', '/imports/mapping-previews', { mapping: point, rows })
    expect(other['rows']).toMatchObject([{ listing: { price: { amount: '1.299' } } }])
  })

  test.each([
    [
      'a field twice',
      { headers, mapping: { columns: [mapping.columns[0], { column: 'Was', field: 'id' }] } },
    ],
    ['a column that is not there', { headers: ['Nr'], mapping }],
  ])('a mapping that names %s is refused', async (_what, body) => {
    expect((await ask('POST', '/imports/mappings', body)).status).toBe(422)
  })

  test('a confirmed mapping is used for the next file with these columns, in any order', async () => {
    const { body } = await ask('POST', '/imports/mappings', { headers, mapping })
    const signature = body['signature'] as string
    const turned = 'Kostet;Nr;Was\n1.299;B-1;Seidenschal\nx;B-2;\n'
    expect(await preview(turned)).toMatchObject({
      columns: { remembered: true, mapping },
      rows: [
        { listing: { id: 'B-1', price: { amount: '1299', currency: 'EUR' } } },
        { listing: null },
      ],
    })
    const { body: result } = await ask('POST', '/listings/file?marketplace=bazaar', turned)
    expect(result).toMatchObject({
      taken: 1,
      failed: 1,
      remembered: true,
      mapping: { ...mapping, marketplace: 'bazaar' },
      faults: [{ row: 2, line: 3, cells: { Kostet: 'x', Nr: 'B-2' } }],
    })
    const { body: listed } = await ask('GET', '/imports/mappings')
    expect(listed['items']).toMatchObject([{ signature, headers, mapping }])

    // Another organisation does not see it.
    expect((await preview(turned, '', otherKey)).columns?.remembered).toBe(false)
    expect(
      (await ask('DELETE', `/imports/mappings/${signature}`, undefined, otherKey)).status,
    ).toBe(404)

    expect((await ask('DELETE', `/imports/mappings/${signature}`)).status).toBe(200)
    expect((await preview(turned)).columns?.remembered).toBe(false)
    expect((await ask('DELETE', `/imports/mappings/${signature}`)).status).toBe(404)
    expect([await logged('mapping-saved'), await logged('mapping-forgotten')]).toEqual([1, 1])
  })

  test('rows whose price or date cannot be read are imported, marked and found by it', async () => {
    const file = [
      'id;title;price;observed at',
      'u-1;Belt;19,90 €;2026-11-25',
      'u-2;Scarf;"1.299,-- VB";03/04/2026',
      'u-3;Purse;ask;25.11.2026',
    ].join('\n')
    const { body } = await ask('POST', '/listings/file?marketplace=flea', file)
    expect(body).toMatchObject({
      taken: 3,
      failed: 0,
      unread: [{ field: 'price', count: 2 }],
      unreadRows: [
        {
          row: 2,
          line: 3,
          listing: 'u-2',
          field: 'price',
          text: '1.299,-- VB',
          reason: 'unreadable',
        },
        { row: 3, line: 4, listing: 'u-3', field: 'price', text: 'ask', reason: 'unreadable' },
      ],
    })
    const idsWith = async (query: string): Promise<string[]> => {
      const { body: found } = await ask<{ items: { listing: { id: string } }[] }>(
        'GET',
        `/listings?marketplace=flea&${query}`,
      )
      return found.items.map(({ listing }) => listing.id).sort()
    }
    expect(await idsWith('unread=price')).toEqual(['u-2', 'u-3'])
    expect(await idsWith('unread=quantity')).toEqual([])
    // Corrected, it is no longer among them.
    await ask('POST', '/listings/file?marketplace=flea', 'id;title;price\nu-3;Purse;12,50 €\n')
    expect(await idsWith('unread=price')).toEqual(['u-2'])
  })

  test('the currency of a marketplace is remembered for its files, and for no other sender', async () => {
    const file = 'id;title;price\nc-1;Belt;12,50\n'
    const unread = [{ field: 'price', text: '12,50', reason: 'no-currency' }]
    expect((await preview(file, '?marketplace=souk')).rows[0]).toMatchObject({
      listing: { unread },
    })
    const path = '/imports/marketplace-currencies'
    expect((await ask('PUT', `${path}/souk`, { currency: 'MAD' })).status).toBe(200)
    expect((await ask('GET', path)).body['items']).toMatchObject([
      { marketplace: 'souk', currency: 'MAD' },
    ])
    const price = { amount: '12.5', currency: 'MAD' }
    expect((await preview(file, '?marketplace=souk')).rows[0]).toMatchObject({ listing: { price } })
    expect((await preview(file, '?marketplace=other')).rows[0]).toMatchObject({
      listing: { unread },
    })
    expect((await preview(file, '?marketplace=souk', otherKey)).rows[0]).toMatchObject({
      listing: { unread },
    })
    expect((await ask('GET', path, undefined, otherKey)).body['items']).toEqual([])
    expect((await ask('DELETE', `${path}/souk`, undefined, otherKey)).status).toBe(404)
    const { body } = await ask('POST', '/listings/file?marketplace=souk', file)
    expect(body).toMatchObject({ taken: 1, unread: [] })
    expect((await ask('DELETE', `${path}/souk`)).status).toBe(200)
    expect((await preview(file, '?marketplace=souk')).rows[0]).toMatchObject({
      listing: { unread },
    })
  })

  test('a file of mostly faulty rows is stopped, and rows accepted before remain', async () => {
    const good = Array.from({ length: 3 }, (_, at) => ({ id: `stop-${at}`, title: 'Belt' }))
    const file = (listings: object[], faulty: number): string =>
      `${JSON.stringify(listings).slice(0, -1)}${',[]'.repeat(faulty)}]`
    const { status, body } = await ask('POST', '/listings/file', file(good, 300_000))
    expect(status).toBe(422)
    expect(body['detail']).toMatch(
      /^reading stopped: 100,001 of 100,004 rows are not listings; rows accepted before that are stored; the first, in line 1: /,
    )
    const again = await ask('POST', '/listings/file', file(good, 0))
    expect(again.body['states']).toMatchObject({ unchanged: 3 })
    const many = Array.from({ length: 1100 }, (_, at) => ({ id: `go-${at}`, title: 'Belt' }))
    const { body: whole } = await ask('POST', '/listings/file', file(many, 105_000))
    expect([whole['taken'], whole['failed']]).toEqual([1100, 105_000])
  })

  test('a listing that a long file repeats in a later part is accepted both times', async () => {
    const once = Array.from({ length: 9_999 }, () => '1,Belt')
    const file = ['id,title', ...once, 'again,Belt', 'again,Belt', '2,Bag'].join('\n')
    const { status, body } = await ask('POST', '/listings/file', file)
    expect([status, body['taken'], body['failed']]).toEqual([200, 4, 9_998])
  })

  test('as many faulty rows are returned as were requested', async () => {
    const rows = Array.from({ length: 150 }, (_, at) => `{"id":"${at}"}`)
    const file = ['{"id":"x","title":"Belt"}', ...rows].join('\n')
    const { body } = await ask('POST', '/listings/file', file)
    expect([body['failed'], (body['faults'] as Body[]).length]).toEqual([150, 100])
    const { body: all } = await ask('POST', '/listings/file?rejects=10000', file)
    expect((all['faults'] as Body[])[149]).toMatchObject({ row: 151, cells: { id: '149' } })
  })

  test('columns that JSON adds after the previewed rows are mapped by their names', async () => {
    const early = Array.from({ length: 60 }, (_, at) => ({ Nr: `j-${at}`, Was: `Belt ${at}` }))
    const late = { Nr: 'j-late', Was: 'Belt', description: 'of leather', title: 'Other', odd: '?' }
    const mapping = {
      columns: [
        { column: 'Nr', field: 'id' },
        { column: 'Was', field: 'title' },
      ],
    }
    await ask('POST', '/imports/mappings', { headers: ['Nr', 'Was'], mapping })
    const file = [...early, late].map((row) => JSON.stringify(row)).join('\n')
    const { body } = await ask('POST', '/listings/file', file)
    expect(body).toMatchObject({ taken: 61, failed: 0, remembered: true })
    type Items = { items: { listing: { id: string } }[] }
    const { body: list } = await ask<Items>('GET', '/listings?limit=200')
    const item = list.items.find(({ listing }) => listing.id === 'j-late')
    expect(item?.listing).toEqual({ id: 'j-late', title: 'Belt', description: 'of leather' })
  })

  describe('the progress of a file', () => {
    const progress = async (id: string, who = key) =>
      ask<ImportProgressView>('GET', `/imports/${id}`, undefined, who)

    test('is known to its organisation alone, until after its end', async () => {
      const id = randomUUID()
      const file = 'id,title\np-1,Belt\np-2,\n'
      await ask('POST', `/listings/file?import=${id}`, file)
      const whole = { state: 'done', bytes: file.length, rows: 2, taken: 1, failed: 1 }
      expect((await progress(id)).body).toEqual(whole)
      expect((await progress(id, otherKey)).body).toMatchObject({ state: 'unknown', rows: 0 })
      expect((await admin.get(`/api/v1/imports/${id}`)).status).toBe(200)
    })

    test('grows while rows arrive; a sender who leaves stops it, and accepted rows remain', async () => {
      const id = randomUUID()
      const leave = new AbortController()
      let row = 0
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const lines = Array.from({ length: 100 }, () => {
            row++
            return `{"id":"s-${row}","title":"Belt ${row}"}\n`
          })
          controller.enqueue(Buffer.from(lines.join('')))
          await new Promise((resolve) => setTimeout(resolve, 5))
        },
      })
      const sending = fetch(`${url}/api/v1/listings/file?import=${id}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
        body,
        duplex: 'half',
        signal: leave.signal,
      }).catch((error: unknown) => error)
      await expect.poll(async () => (await progress(id)).body.taken ?? 0).toBeGreaterThan(100)
      leave.abort()
      await sending
      await expect.poll(async () => (await progress(id)).body.state).toBe('stopped')
      const { taken } = (await progress(id)).body
      const { rows } = await asOperator(store, (handle) =>
        sql<{ count: number }>`
          select count(*)::int as count from listings where external_id like 's-%'`.execute(handle),
      )
      expect(rows[0]!.count).toBe(taken)
    })

    test('ends when the server stops, with a response that states that', async () => {
      const stopped = newApi(store)
      const address = await stopped.listen({ host: '127.0.0.1', port: 0 })
      const id = randomUUID()
      let row = 0
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const lines = Array.from({ length: 100 }, () => `{"id":"e-${++row}","title":"Belt"}\n`)
          controller.enqueue(Buffer.from(lines.join('')))
          await new Promise((resolve) => setTimeout(resolve, 5))
        },
      })
      const sending = fetch(`${address}/api/v1/listings/file?import=${id}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
        body,
        duplex: 'half',
      })
      const ingestedCount = async (): Promise<number> =>
        asOperator(store, async (handle) => {
          const { rows } = await sql<{ count: number }>`
            select count(*)::int as count from listings where external_id like 'e-%'`.execute(
            handle,
          )
          return rows[0]!.count
        })
      await expect.poll(ingestedCount).toBeGreaterThan(100)
      await stopped.close()
      const answer = await sending
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { code: 'server-stopping', detail: expect.stringContaining('is restarting') as string },
      ])
    })
  })
})
