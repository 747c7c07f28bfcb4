import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'

const acme = { id: 'acme', name: 'Acme' }

type Answer = { status: number; body: Record<string, unknown>; etag: unknown }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const keys = { writer: '', reader: '', rival: '', listings: '' }

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'acme-group', { kind: 'rights-holder' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    const both = ['catalog:read', 'catalog:write']
    keys.writer = (await newKey(store, 'acme-group', both)).text
    keys.reader = (await newKey(store, 'acme-group', ['catalog:read'])).text
    keys.listings = (await newKey(store, 'acme-group', ['listings:read'])).text
    keys.rival = (await newKey(store, 'rival', both)).text
    app = createApi({ store, screening: screenInProcess(starterEngine), checkAnswers: true })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask(
    key: string,
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    url: string,
    payload?: unknown,
    more: InjectOptions['headers'] = {},
  ): Promise<Answer> {
    const isText = typeof payload === 'string'
    const response = await app.inject({
      method,
      url: `/api/v1/catalog${url}`,
      headers: {
        authorization: `Bearer ${key}`,
        ...(payload !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
        ...more,
      },
      ...(payload !== undefined && { payload: isText ? payload : JSON.stringify(payload) }),
    })
    return {
      status: response.statusCode,
      body: response.json(),
      etag: response.headers['etag'],
    }
  }

  test('a catalog is sent as a document and as a table, and returned complete', async () => {
    const document = { brands: [acme], products: [{ id: 'a/1 ü', brand: 'acme', name: 'Tote' }] }
    const preview = await ask(keys.writer, 'POST', '/imports?preview=true', document)
    expect([preview.status, preview.body['preview']]).toEqual([200, true])
    expect((await ask(keys.reader, 'GET', '')).body).toEqual({ brands: [], products: [] })
    const imported = await ask(keys.writer, 'POST', '/imports', document)
    expect(imported.body['withoutEffect']).toEqual([{ brand: 'acme', claim: null }])
    await newStandingClaim(store, 'acme-group', 'acme')
    const again = await ask(keys.writer, 'POST', '/imports', document)
    expect(again.body).toMatchObject({ brands: { unchanged: 1 }, withoutEffect: [] })
    const table = await ask(
      keys.writer,
      'POST',
      '/imports?currency=EUR',
      'id,msrp\na/1 ü,"890,50"\n',
    )
    expect(table.body).toMatchObject({ products: { changed: 1 }, columns: { msrp: 'amount' } })
    const product = { ...document.products[0], msrp: [{ amount: '890.5', currency: 'EUR' }] }
    expect((await ask(keys.reader, 'GET', '')).body).toEqual({
      brands: [acme],
      products: [product],
    })
    const one = await ask(keys.reader, 'GET', `/products/${encodeURIComponent('a/1 ü')}`)
    expect([one.status, one.etag, one.body]).toMatchObject([200, '"2"', { version: 2, product }])
  })

  test('one brand is written, read page by page, and removed', async () => {
    const names = ['zeta', 'alpha', 'beta']
    for (const id of names) {
      const put = await ask(keys.writer, 'PUT', `/brands/${id}`, { id, name: id })
      expect([put.status, put.etag, put.body['state']]).toEqual([201, '"1"', 'added'])
    }
    const found: unknown[] = []
    for (let next: string | null = ''; next !== null;) {
      const after = next === '' ? '' : `&after=${next}`
      const { body } = await ask(keys.reader, 'GET', `/brands?limit=2${after}`)
      found.push(...(body['items'] as { brand: { id: string } }[]).map(({ brand }) => brand.id))
      next = body['next'] as string | null
    }
    expect(found).toEqual(['acme', 'alpha', 'beta', 'zeta'])
    const changed = { id: 'zeta', name: 'Zeta', owner: 'zeta-group' }
    const stale = { 'if-match': '"9"' }
    expect(await ask(keys.writer, 'PUT', '/brands/zeta', changed, stale)).toMatchObject({
      status: 409,
      body: { code: 'version-mismatch', detail: expect.stringContaining('version 1, not 9') },
    })
    const put = await ask(keys.writer, 'PUT', '/brands/zeta', changed, { 'if-match': 'W/"1"' })
    expect([put.status, put.etag, put.body['changed']]).toEqual([200, '"2"', ['name', 'owner']])
    expect((await ask(keys.writer, 'DELETE', '/brands/zeta', undefined, stale)).status).toBe(409)
    const removal = await ask(keys.writer, 'DELETE', '/brands/zeta')
    expect([removal.status, removal.body]).toEqual([200, { version: 3, products: 0 }])
    expect((await ask(keys.reader, 'GET', '/brands/zeta')).status).toBe(404)
    const { body } = await ask(keys.reader, 'GET', '/brands/zeta/versions?limit=2')
    expect(body).toMatchObject({ items: [{ state: 'removed' }, { state: 'changed', version: 2 }] })
    const rest = await ask(
      keys.reader,
      'GET',
      `/brands/zeta/versions?after=${String(body['next'])}`,
    )
    expect(rest.body).toMatchObject({ items: [{ version: 1, state: 'added' }], next: null })
  })

  test('a key that may only write writes and removes, and reads nothing', async () => {
    const { text } = await newKey(store, 'acme-group', ['catalog:write'])
    const brand = await ask(text, 'PUT', '/brands/omega', { id: 'omega', name: 'Omega' })
    expect([brand.status, brand.body['state']]).toEqual([201, 'added'])
    const product = { id: 'tote', brand: 'omega', name: 'Tote' }
    expect((await ask(text, 'PUT', '/products/tote', product)).status).toBe(201)
    for (const url of [
      '/brands/omega',
      '/brands/omega/versions',
      '/products/tote',
      '/brands',
      '',
    ]) {
      expect([url, (await ask(text, 'GET', url)).status]).toEqual([url, 403])
    }
    expect((await ask(text, 'DELETE', '/products/tote')).status).toBe(200)
    expect((await ask(text, 'DELETE', '/brands/omega')).status).toBe(200)
    expect((await ask(text, 'DELETE', '/brands/omega')).status).toBe(404)
  })

  test('no one else reads or changes it, by key, by ID or in responses', async () => {
    const addresses = ['/brands/acme', '/brands/acme/versions', '/products/a%2F1%20%C3%BC']
    for (const url of addresses) {
      const other = await ask(keys.rival, 'GET', url)
      const none = await ask(keys.rival, 'GET', url.replace('acme', 'nothing'))
      expect([other.status, none.status]).toEqual([404, 404])
    }
    expect((await ask(keys.rival, 'GET', '')).body).toEqual({ brands: [], products: [] })
    expect((await ask(keys.rival, 'DELETE', '/brands/acme')).status).toBe(404)
    expect((await ask(keys.rival, 'POST', '/imports?brand=acme', 'id,name\n1,x\n')).status).toBe(
      404,
    )
    const own = await ask(keys.rival, 'PUT', '/brands/acme', acme, { 'if-match': '"0"' })
    expect(own.status).toBe(201)
    expect((await ask(keys.reader, 'GET', '/brands/acme/versions')).body['items']).toHaveLength(1)
    expect((await ask(keys.listings, 'GET', '')).status).toBe(403)
    expect((await ask(keys.reader, 'PUT', '/brands/acme', acme)).status).toBe(403)
    expect((await ask(keys.reader, 'POST', '/imports', { brands: [] })).status).toBe(403)
  })

  test.each([
    ['PUT', '/brands/acme', { id: 'acme' }, '', 422, '/name is missing'],
    ['PUT', '/brands/acme', acme, 'three', 422, 'if-match'],
    ['PUT', '/brands/other', acme, '', 422, 'write "other"'],
    ['GET', '/brands/a%00b', undefined, '', 422, '/id'],
    ['GET', '/brands?after=xyz', undefined, '', 422, '/after is not a position'],
    ['POST', '/imports?preview=yes', { brands: [] }, '', 422, '/preview is not an allowed value'],
    [
      'POST',
      '/imports?brand=acme',
      { brands: [] },
      '',
      422,
      '/brand does not apply to a catalog document',
    ],
  ] as const)('%s %s reports what is wrong', async (method, url, payload, match, status, words) => {
    const headers = match === '' ? {} : { 'if-match': match }
    const answer = await ask(keys.writer, method, url, payload, headers)
    expect([answer.status, answer.body]).toMatchObject([
      status,
      { detail: expect.stringContaining(words) },
    ])
  })

  test('a table of next to nothing but faulty rows is no longer read', async () => {
    const table = `sku,name,price\n${',,x\n'.repeat(300_000)}`
    const headers = { 'content-type': 'text/csv' }
    const answer = await ask(keys.writer, 'POST', '/imports?preview=true', table, headers)
    expect([answer.status, answer.body]).toMatchObject([
      422,
      {
        detail: expect.stringMatching(
          /^reading stopped: 100,001 of 100,001 rows are not entries of a catalog; .*line 2: /,
        ),
      },
    ])
  })
})
