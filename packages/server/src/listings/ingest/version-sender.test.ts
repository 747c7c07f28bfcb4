import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newAllianceApi } from '../../../test/leaks/alliance.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Version = { version: number; ingestedBy: { kind: string; id: string } | null }
type Entry = {
  actor: { kind: string; id: string }
  action: string
  subject: { kind: string; id: string }
  detail: Record<string, unknown>
}

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let marketId: string
  let admin: Browser
  let adminId: string
  const keys = { feed: { id: '', text: '' }, gate: { id: '', text: '' }, house: '' }

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newAllianceApi(store)
    marketId = (await newOrganisation(store, 'market')).id
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    const scopes = ['listings:read', 'listings:write']
    keys.feed = await newKey(store, 'market', scopes)
    keys.gate = await newKey(store, 'market', scopes)
    keys.house = (await newKey(store, 'house', scopes)).text
    admin = await newMember(app, store, 'market', 'ada@market.example')
    const { body } = await admin.get('/api/v1/session')
    adminId = (body['person'] as { id: string }).id
    await newStandingClaim(store, 'house', 'prada')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const send = (key: string, path: string, payload: unknown, type = 'application/json') =>
    askByKey(app, key, 'POST', `/api/v1/listings${path}`, payload, { 'content-type': type })
  const versionsOf = async (id: unknown, key = keys.gate.text): Promise<Version[]> =>
    (await askByKey(app, key, 'GET', `/api/v1/listings/${String(id)}`))['versions'] as Version[]
  /** The log entries about ingestion since then, newest first. */
  const entriesOfIngest = async (): Promise<Entry[]> => {
    const { body } = await admin.get('/api/v1/audit')
    return (body['items'] as Entry[]).filter(({ action }) => action === 'listings-ingested')
  }

  test('each version shows its sender, only to that organisation', async () => {
    const listing = { id: '1', title: 'Prada wallet', price: { amount: '40', currency: 'USD' } }
    const { id } = await send(keys.gate.text, '', listing)
    await send(keys.feed.text, '', { ...listing, title: 'Prada wallet, brown' })
    // As already stored, so that nothing changed.
    await send(keys.gate.text, '', { ...listing, title: 'Prada wallet, brown' })
    const by = (kind: string, id: string) => ({ ingestedBy: { kind, id } })
    expect(await versionsOf(id)).toMatchObject([
      { version: 2, ...by('key', keys.feed.id) },
      { version: 1, ...by('key', keys.gate.id) },
    ])
    expect(await entriesOfIngest()).toEqual([])
    expect(await versionsOf(id, keys.house)).toMatchObject([
      { version: 2, ingestedBy: null },
      { version: 1, ingestedBy: null },
    ])
  })

  test('the author of a correction is recorded with its version', async () => {
    const seller = { id: 's-1', name: 'Wilma Anders' }
    const { id } = await send(keys.gate.text, '', { id: 'c-1', title: 'Scarf', seller })
    const changes = { seller: { name: 'Wilma Andersen' } }
    const corrected = await admin.post('/api/v1/privacy/rectifications', { listing: id, changes })
    expect(corrected).toMatchObject({ status: 200 })
    const [newest] = await versionsOf(id)
    expect(newest).toMatchObject({ version: 2, ingestedBy: { kind: 'person', id: adminId } })
  })

  test('a batch has one entry with the results of its rows; rows repeated under its key have none', async () => {
    const rows = [{ id: 'b-1', title: 'Belt' }, { id: 'b-2', title: 'Scarf' }, { id: 'b-3' }]
    const once = () =>
      askByKey(app, keys.feed.text, 'POST', '/api/v1/listings/batch', rows, {
        'idempotency-key': 'night-1',
      })
    const { results } = (await once()) as { results: { id: string }[] }
    await once()
    const [entry, ...rest] = await entriesOfIngest()
    expect(rest).toEqual([])
    expect(entry).toMatchObject({
      actor: { kind: 'key', id: keys.feed.id },
      subject: { kind: 'batch' },
      detail: { new: 2, refused: 1, listings: results.slice(0, 2).map(({ id }) => id) },
    })
    const changed = [{ id: 'b-1', title: 'Belt, brown' }, rows[1]]
    await send(keys.gate.text, '/batch', changed)
    expect((await entriesOfIngest())[0]!.detail).toEqual({
      changed: 1,
      unchanged: 1,
      listings: [results[0]!.id],
    })
  })

  test('a long batch names no listings, and an empty one is not recorded', async () => {
    const rows = Array.from({ length: 150 }, (_, at) => ({ id: `l-${at}`, title: `Belt ${at}` }))
    await send(keys.feed.text, '/batch', rows)
    const [entry, ...rest] = await entriesOfIngest()
    expect(entry!.detail).toEqual({ new: 150 })
    await send(keys.feed.text, '/batch', [])
    expect(await entriesOfIngest()).toHaveLength(rest.length + 1)
  })

  test('a file has one entry under the id that its sender gave it', async () => {
    const id = randomUUID()
    const file = 'id,title\nf-1,Belt\nf-2,\nf-3,Scarf\n'
    await send(keys.feed.text, `/file?import=${id}`, file, 'text/csv')
    expect((await entriesOfIngest())[0]).toMatchObject({
      actor: { kind: 'key', id: keys.feed.id },
      subject: { kind: 'file', id },
      detail: { new: 2, refused: 1 },
    })
  })

  test('an interrupted file is in the log with the rows before', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => `{"id":"x-${at}","title":"Belt ${at}"}`)
    const sound = `[${rows.join(',')}`
    await app.inject({
      method: 'POST',
      url: '/api/v1/listings/file',
      payload: `${sound},{"id":`,
      headers: {
        authorization: `Bearer ${keys.feed.text}`,
        'content-type': 'application/octet-stream',
      },
    })
    const { rows: counted } = await asOperator(store, (handle) =>
      sql<{ count: number }>`
        select count(*)::int as count from listings
        where external_id like 'x-%'`.execute(handle),
    )
    expect(counted[0]!.count).toBeGreaterThan(0)
    expect((await entriesOfIngest())[0]).toMatchObject({ detail: { new: counted[0]!.count } })
  })

  test('a page has one entry, and its preview none', async () => {
    const product = {
      '@context': 'https://schema.org',
      '@type': 'Product',
      sku: '17',
      name: 'Belt',
      offers: { '@type': 'Offer', price: '25', priceCurrency: 'EUR' },
    }
    const page = `<script type="application/ld+json">${JSON.stringify(product)}</script>`
    const before = (await entriesOfIngest()).length
    const url = '/page?url=https://shop.example/item/17'
    await send(keys.gate.text, `${url}&preview=true`, page, 'text/html')
    expect(await entriesOfIngest()).toHaveLength(before)
    await send(keys.gate.text, url, page, 'text/html')
    expect((await entriesOfIngest())[0]).toMatchObject({
      actor: { kind: 'key', id: keys.gate.id },
      subject: { kind: 'page' },
      detail: { new: 1 },
    })
  })

  test('no one writes a version in another’s name', async () => {
    const context = {
      as: 'tenant',
      organisationId: marketId,
      actor: { kind: 'key', id: keys.gate.id },
    } as const
    const write = store.transact(context, (handle) =>
      sql`insert into listing_versions
          (listing_id, version, organisation_id, changed, content, ingested_by_id)
        select id, 99, organisation_id, '[]', '{}', ${keys.feed.id} from listings limit 1`.execute(
        handle,
      ),
    )
    await expect(write).rejects.toThrow('row-level security')
  })
})
